package dev.qwenagent.examples.cli;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.examples.cli.shell.UsageException;
import java.util.List;
import java.util.function.Predicate;

/** Runs as people name them: by an id, by its beginning, or as the last one. */
final class RunId {

    private static final String LAST = "last";
    private static final int SHOWN = 5;

    private RunId() {}

    /**
     * The run that a person means.
     *
     * @throws UsageException if there is none, or there are several, with what there is
     */
    static String find(RunJournal journal, String said) {
        return find(journal.runs(), said, run -> true);
    }

    /** The same, where {@code last} is the last one that can be gone on with. */
    static String findResumable(RunJournal journal, String said) {
        return find(journal.runs(), said, RunId::isResumable);
    }

    /** Whether a run can be gone on with. */
    static boolean isResumable(RunSummary run) {
        return switch (run.state()) {
            case LEFT, SUSPENDED -> true;
            case ENDED -> run.reason() != null && run.reason().isResumable();
            case RUNNING, DAMAGED, LOCKED -> false;
        };
    }

    private static String find(List<RunSummary> runs, String said, Predicate<RunSummary> last) {
        if (said.equals(LAST)) {
            return runs.stream()
                    .filter(last)
                    .map(RunSummary::runId)
                    .findFirst()
                    .orElseThrow(() -> new AgentException(runs.isEmpty()
                            ? "the journal has no run; 'qwen-agent run' makes one"
                            : "none of the " + runs.size() + " runs in the journal can be gone on with"));
        }
        List<String> found = runs.stream().map(RunSummary::runId).filter(id -> id.startsWith(said)).toList();
        if (found.contains(said) || found.size() == 1) {
            return found.contains(said) ? said : found.getFirst();
        }
        if (found.isEmpty()) {
            throw new AgentException(
                    "there is no run " + said + " in the journal; 'qwen-agent runs list' shows those that"
                            + " there are");
        }
        throw new UsageException("'" + said + "' is the beginning of " + found.size() + " runs: "
                + String.join(", ", found.subList(0, Math.min(SHOWN, found.size())))
                + (found.size() > SHOWN ? ", …" : "") + "; say more of it");
    }
}
