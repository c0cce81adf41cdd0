package dev.qwenagent.runtime.replay;

import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.JournalEntry.OutcomeSettled.Resolution;
import dev.qwenagent.runtime.history.CallResults;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes one run of the parts that several processes did of it. Where a process went on with a run, that of the one before it which
 * has no result goes (a request that was not answered), and so does what was written once more because of that. Not thread-safe.
 */
final class Uninterrupted {

    private final List<JournalEntry> whole = new ArrayList<>();
    /** What the process before had done of the turn in which it ended, as far as it was not written again. */
    private final List<Object> before = new ArrayList<>();

    List<JournalEntry> of(List<JournalEntry> entries) {
        for (JournalEntry entry : entries) {
            switch (entry) {
                case JournalEntry.RunResumed _ -> resume();
                case JournalEntry.RunSuspended _ -> {
                    // Whoever goes on begins by saying so.
                }
                case JournalEntry.OutcomeSettled settled -> settle(settled);
                case JournalEntry.TurnBegan began when !before.remove(key(began)) -> {
                    before.clear();
                    whole.add(began);
                }
                default -> {
                    if (!before.remove(key(entry))) {
                        whole.add(entry);
                    }
                }
            }
        }
        return whole;
    }

    private void resume() {
        whole.removeIf(JournalEntry.RunEnded.class::isInstance);
        int last = whole.size() - 1;
        boolean isGivenUp = false;
        boolean isAskedLater = false;
        while (last > 0 && isOfRequest(whole.get(last)) && !isGivenUp) {
            // A model that was given up for another one stays so; the last one is asked again.
            isGivenUp = isAskedLater && whole.get(last) instanceof JournalEntry.ModelFailed failed
                    && failed.pause() == null;
            isAskedLater = isAskedLater || whole.get(last) instanceof JournalEntry.ModelAsked;
            last = isGivenUp ? last : last - 1;
        }
        whole.subList(last + 1, whole.size()).clear();
        before.clear();
        int turn = whole.size() - 1;
        while (turn > 0 && !(whole.get(turn) instanceof JournalEntry.TurnBegan)) {
            turn--;
        }
        // A request is never written again: one like it is another one.
        whole.subList(Math.max(0, turn), whole.size())
                .stream()
                .filter(entry -> entry instanceof JournalEntry.ModelChosen || !isOfRequest(entry))
                .forEach(entry -> before.add(key(entry)));
    }

    /** What was made again has an outcome of its own; what was not has the one that the model was told. */
    private void settle(JournalEntry.OutcomeSettled settled) {
        if (settled.resolution() == Resolution.LEAVE) {
            whole.add(new JournalEntry.CallEnded(settled.runId(), settled.at(), settled.place(), CallResults.LEFT, ""));
        }
    }

    /** A model that was chosen since another one had failed stays, and with it that the other one failed. */
    private static boolean isOfRequest(JournalEntry entry) {
        return entry instanceof JournalEntry.ModelAsked || entry instanceof JournalEntry.ModelFailed;
    }

    /** What makes two entries say the same. */
    private static Object key(JournalEntry entry) {
        return entry instanceof JournalEntry.TurnBegan began ? began.turn() : RunSteps.of(List.of(entry));
    }
}
