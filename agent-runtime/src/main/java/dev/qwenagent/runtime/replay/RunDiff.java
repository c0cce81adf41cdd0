package dev.qwenagent.runtime.replay;

import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.runtime.replay.RunStep.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two runs side by side: what was thought, called, judged, answered and used, turn by turn. Immutable.
 *
 * @param rows in the order of the turns, and of {@link RunStep.Kind} within one
 */
public record RunDiff(List<Row> rows) {

    /** What the steps follow from, which nobody wants to read twice. */
    private static final Set<Kind> LEFT_OUT = EnumSet.of(Kind.REQUEST, Kind.MESSAGE);

    /** Copies the rows. */
    public RunDiff {
        rows = List.copyOf(rows);
    }

    /**
     * A step of both runs, or of one.
     *
     * @param left the first run's; null if it has none like it
     * @param right the second run's; null if it has none like it
     */
    public record Row(@Nullable RunStep left, @Nullable RunStep right) {

        /** How the two stand to each other. */
        public Change change() {
            if (left == null) {
                return Change.ONLY_RIGHT;
            }
            if (right == null) {
                return Change.ONLY_LEFT;
            }
            return left.equals(right) ? Change.SAME : Change.CHANGED;
        }

        /** The step, or the one of the first run if there are two. */
        public RunStep step() {
            return left != null ? left : right;
        }
    }

    /** How two steps stand to each other. */
    public enum Change {
        /** Both runs have it. */
        SAME,
        /** Both have one like it, which turned out differently. */
        CHANGED,
        /** Only the first run has it. */
        ONLY_LEFT,
        /** Only the second run has it. */
        ONLY_RIGHT
    }

    /** Compares two runs by their entries. */
    public static RunDiff of(List<JournalEntry> left, List<JournalEntry> right) {
        return new RunDiff(Alignment.of(steps(left), steps(right))
                .stream()
                .map(pair -> new Row(pair.left(), pair.right()))
                .toList());
    }

    private static List<RunStep> steps(List<JournalEntry> entries) {
        return RunSteps.of(entries).stream().filter(step -> !LEFT_OUT.contains(step.kind())).toList();
    }

    /** Whether the runs did the same. */
    public boolean isSame() {
        return rows.stream().allMatch(row -> row.change() == Change.SAME);
    }
}
