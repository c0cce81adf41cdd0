package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Keyboard;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.runtime.journal.RunArchive;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes runs. */
@Command(name = "delete", mixinStandardHelpOptions = true, //
        description = "Delete runs, so that nothing of what they said can be read any more. The seals note that it was meant.")
final class RunsDeleteCommand implements Callable<Integer> {

    private static final Pattern DAYS = Pattern.compile("(\\d{1,5})d");

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The run's id, its beginning, or last")
    private @Nullable String id;

    @Option(names = "--older-than", paramLabel = "DAYS", description = "Instead of one: all in which nothing has happened for so long, e.g. 30d")
    private @Nullable String olderThan;

    @Option(names = "--yes", description = "Do not ask")
    private boolean yes;

    @Mixin
    private JournalOptions journal = new JournalOptions();

    private final Shell shell;

    RunsDeleteCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        if ((id == null) == (olderThan == null)) {
            throw new UsageException("expected a run's id or --older-than, found " + (id == null ? "neither" : "both"));
        }
        try (RunArchive archive = journal.open(shell)) {
            List<String> deleted;
            if (id == null) {
                Duration age = age();
                if (!isMeant("all runs in which nothing has happened for " + age.toDays() + " days")) {
                    return ExitCode.FAILED.number();
                }
                deleted = archive.deleteQuietSince(shell.clock().instant().minus(age));
            } else {
                String run = RunId.find(archive, id);
                if (!isMeant("run " + run)) {
                    return ExitCode.FAILED.number();
                }
                archive.delete(run);
                deleted = List.of(run);
            }
            deleted.forEach(run -> shell.out().println(run));
            shell.err()
                    .println("qwen-agent: " + deleted.size() + (deleted.size() == 1 ? " run" : " runs") + " deleted");
            return ExitCode.DONE.number();
        }
    }

    private Duration age() {
        Matcher matcher = DAYS.matcher(String.valueOf(olderThan));
        if (!matcher.matches()) {
            throw new UsageException("--older-than: expected a number of days such as 30d, found '" + olderThan + "'");
        }
        return Duration.ofDays(Long.parseLong(matcher.group(1)));
    }

    private boolean isMeant(String what) throws InterruptedException {
        if (yes) {
            return true;
        }
        Optional<Keyboard> person = shell.terminal().keyboard();
        if (person.isEmpty()) {
            throw new UsageException("there is no terminal to ask on whether to delete " + what + "; --yes says so");
        }
        String answer = person.get().ask("Delete " + what + "? It cannot be undone. [y]es, [n]o: ");
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
