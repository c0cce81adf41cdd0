package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.shell.UsageException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * How an agent was put together: the words of the command line, in a folder. The journal keeps it with each run, so that the same
 * agent can be put together again. Immutable.
 *
 * @param working the folder in which the command was given
 * @param words its options, with what the settings said of agent, model and folder
 */
record Origin(Path working, List<String> words) {

    private static final String COMMAND = "run";

    /** What is not about the agent, or is in the journal itself. */
    private static final Set<String> LEFT_OUT = Set.of("--json", "--timing", "--verbose", "--quiet", "--file",
            "--resume",
            "--on-unknown", "--journal", "--journal-encryption-key", "--no-journal", "--conversation", "--help",
            "--version");

    /** What is said even if it came from the settings, which may be others by then. */
    private static final List<String> ALWAYS = List.of("--agent", "--model", "--root");

    /** What names a file or a folder, from the working folder if it is relative. */
    private static final Set<String> FILES = Set.of("--root", "--policy");

    Origin {
        words = List.copyOf(words);
    }

    /** What a command was given. */
    static Origin of(CommandSpec command, Path working) {
        var parsed = command.commandLine().getParseResult();
        List<String> words = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            String name = option.longestName();
            if (parsed.hasMatchedOption(option) && !LEFT_OUT.contains(name)) {
                words.addAll(words(option));
            } else if (ALWAYS.contains(name)) {
                words.add(name + "=" + option.getValue());
            }
        }
        return new Origin(working, words);
    }

    /** What was said on a command line about the agent, and nothing else; it means the same in every other folder. */
    static List<String> said(CommandSpec command, Path working) {
        var parsed = command.commandLine().getParseResult();
        return command.options()
                .stream()
                .filter(option -> parsed.hasMatchedOption(option) && !LEFT_OUT.contains(option.longestName()))
                .flatMap(option -> FILES.contains(option.longestName()) ? files(option, working)
                        : words(option).stream())
                .toList();
    }

    private static Stream<String> files(OptionSpec option, Path working) {
        try {
            return option.originalStringValues()
                    .stream()
                    .map(value -> option.longestName() + "=" + working.resolve(value))
                    .toList()
                    .stream();
        } catch (InvalidPathException e) {
            throw new UsageException(option.longestName() + ": " + e.getMessage(), e);
        }
    }

    private static List<String> words(OptionSpec option) {
        String name = option.longestName();
        if (option.typeInfo().isBoolean()) {
            boolean isOn = Boolean.TRUE.equals(option.getValue());
            return isOn ? List.of(name) : List.of("--no-" + name.substring("--".length()));
        }
        return option.originalStringValues().stream().map(value -> name + "=" + value).toList();
    }

    /** As the journal keeps it. */
    List<String> kept() {
        List<String> kept = new ArrayList<>(List.of(COMMAND, working.toString()));
        kept.addAll(words);
        return kept;
    }

    /** What the journal kept; empty if it is none of this program's. */
    static Optional<Origin> read(List<String> kept) {
        return kept.size() >= 2 && kept.getFirst().equals(COMMAND)
                ? Optional.of(new Origin(Path.of(kept.get(1)), kept.subList(2, kept.size())))
                : Optional.empty();
    }

    /** The same with more words behind it, which win where they say otherwise. */
    Origin and(List<String> more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(more);
        return new Origin(working, all);
    }
}
