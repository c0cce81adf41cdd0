package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.console.RunJson;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.runtime.journal.RunArchive;
import dev.qwenagent.runtime.journal.Verification;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks that runs are as they were written. */
@Command(name = "verify", mixinStandardHelpOptions = true, //
        description = {
            "Check that runs are as they were written: the chain of their entries, the signature of each, and the seals that",
            "are kept outside of the journal. What is not ends with exit code 1."})
final class RunsVerifyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The run's id, its beginning, or last; all runs if not said")
    private @Nullable String id;

    @Mixin
    private JournalOptions journal = new JournalOptions();

    @Option(names = "--json", description = "Print one object a line on standard output")
    private boolean json;

    private final Shell shell;

    RunsVerifyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (RunArchive archive = journal.open(shell)) {
            List<Verification> found = id == null ? archive.verify() : List.of(archive.verify(RunId.find(archive, id)));
            found.forEach(run -> shell.out().println(json ? RunJson.of(run) : run.runId() + "  " + words(run)));
            boolean isSound = found.stream().allMatch(Verification::isSound);
            return (isSound ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }

    private static String words(Verification run) {
        return switch (run) {
            case Verification.Sound sound -> "sound: " + sound.entries() + " entries, checked against "
                    + sound.witnesses()
                            .stream()
                            .sorted()
                            .map(RunsVerifyCommand::words)
                            .collect(
                                    Collectors.joining(", "));
            case Verification.Broken broken -> "broken: entry " + broken.entry() + " " + broken.what();
            case Verification.Missing missing ->
                "missing: it was sealed at " + missing.sealed() + " with " + missing.entries()
                        + " entries, and is gone";
            case Verification.Deleted deleted ->
                "deleted at " + deleted.at() + ", with " + deleted.entries() + " entries";
        };
    }

    private static String words(Verification.Witness witness) {
        return switch (witness) {
            case CHAIN -> "the chain of hashes";
            case KEY -> "the signatures by your key";
            case ANCHOR -> "a seal outside of the journal";
        };
    }
}
