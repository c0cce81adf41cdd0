package dev.qwenagent.examples.cli;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.runtime.journal.RunArchive;
import dev.qwenagent.runtime.journal.Verification;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Puts together again the agent that made a run, from the command line that the journal keeps with it. Those words say what may be
 * done, and they come from a file: they are believed only if every entry of the run is signed with the user's own key.
 *
 * @param shell what surrounds the command that asks for it
 * @param catalog the agents that there are
 */
record SameAgain(Shell shell, AgentCatalog catalog) {

    /** The command that made a run. */
    RunCommand command(RunArchive archive, String run) {
        return parsed(origin(archive, run));
    }

    /**
     * The command by which a run goes on: the one that made it, with what is said now, which wins. Where it is not certain which
     * that was, it is the command of now alone, if it says anything of the agent.
     *
     * @throws UsageException if nothing proves that the words are the user's own, and none are given now
     */
    RunCommand command(RunArchive archive, String run, RunCommand now) {
        try {
            return parsed(origin(archive, run).and(now.wordsNow()));
        } catch (UsageException e) {
            if (now.wordsNow().isEmpty()) {
                throw e;
            }
            // The recorded flags may hold denials, which do not bind this command: whoever gave them has to know.
            shell.err().println("qwen-agent: the flags given now hold alone: " + e.getMessage());
            return now;
        }
    }

    /** How the agent of a run was put together, if that is certain. */
    Origin origin(RunArchive archive, String run) {
        requireSigned(archive.verify(run));
        List<JournalEntry> entries = archive.read(run);
        if (entries.getFirst() instanceof JournalEntry.RunBegan began) {
            return Origin.read(began.setting().origin())
                    .orElseThrow(() -> new UsageException("the journal does not say how the agent of run " + run
                            + " was put together, since no 'qwen-agent run' made it; give the flags with it"));
        }
        throw new AgentException(run + " is no run");
    }

    private static void requireSigned(Verification found) {
        switch (found) {
            case Verification.Sound sound when sound.witnesses().contains(Verification.Witness.KEY) -> {
                // Nobody else wrote it.
            }
            case Verification.Sound sound -> throw new UsageException("run " + sound.runId()
                    + " is not signed with your key, so its command line is not believed; give the flags again");
            case Verification.Broken broken -> throw new AgentException("run " + broken.runId() + " was changed: entry "
                    + broken.entry() + " " + broken.what());
            case Verification.Missing missing -> throw new AgentException("run " + missing.runId() + " is gone");
            case Verification.Deleted deleted -> throw new AgentException("run " + deleted.runId() + " was deleted");
        }
    }

    private RunCommand parsed(Origin origin) {
        Shell there = shell.in(origin.working());
        var defaults = new ConfigDefaults(there.folders());
        var command = new RunCommand(there, catalog, defaults);
        try {
            new CommandLine(command).setDefaultValueProvider(defaults)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setOverwrittenOptionsAllowed(true)
                    .parseArgs(origin.words().toArray(String[]::new));
        } catch (ParameterException e) {
            throw new UsageException("the command line that the journal keeps is not understood: " + e.getMessage(), e);
        }
        return command;
    }
}
