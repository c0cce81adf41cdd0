package dev.qwenagent.runtime.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Two runs side by side: turn by turn, kind by kind, as many steps as possible beside the same one. */
final class Alignment {

    /**
     * Two steps beside each other; one of them may be missing, never both.
     *
     * @param left the first run's
     * @param right the second run's
     */
    record Pair(@Nullable RunStep left, @Nullable RunStep right) {

        RunStep either() {
            return left != null ? left : right;
        }

        boolean isSame() {
            return left != null && left.equals(right);
        }
    }

    /** Calls that are made together ask the gate and end in any order; the order of the calls themselves is a step's own. */
    private static final Set<RunStep.Kind> ANY_ORDER = EnumSet.of(RunStep.Kind.QUESTION, RunStep.Kind.ANSWERED,
            RunStep.Kind.JUDGEMENT, RunStep.Kind.OUTCOME);

    private Alignment() {}

    static List<Pair> of(List<RunStep> left, List<RunStep> right) {
        var turns = new TreeSet<Integer>();
        left.forEach(step -> turns.add(step.turn()));
        right.forEach(step -> turns.add(step.turn()));
        List<Pair> pairs = new ArrayList<>();
        for (int turn : turns) {
            for (RunStep.Kind kind : RunStep.Kind.values()) {
                align(of(left, turn, kind), of(right, turn, kind), pairs);
            }
        }
        return pairs;
    }

    private static List<RunStep> of(List<RunStep> steps, int turn, RunStep.Kind kind) {
        List<RunStep> found = new ArrayList<>(
                steps.stream().filter(step -> step.turn() == turn && step.kind() == kind).toList());
        if (ANY_ORDER.contains(kind)) {
            found.sort(Comparator.comparing(RunStep::name).thenComparing(RunStep::text));
        }
        return found;
    }

    private static void align(List<RunStep> left, List<RunStep> right, List<Pair> pairs) {
        int[][] common = common(left, right);
        int l = 0;
        int r = 0;
        while (l < left.size() || r < right.size()) {
            boolean both = l < left.size() && r < right.size();
            if (both && left.get(l).equals(right.get(r))) {
                pairs.add(new Pair(left.get(l++), right.get(r++)));
            } else if (both && common[l + 1][r + 1] == common[l][r] && left.get(l).isAbout(right.get(r))) {
                pairs.add(new Pair(left.get(l++), right.get(r++)));
            } else if (r == right.size() || both && common[l + 1][r] >= common[l][r + 1]) {
                pairs.add(new Pair(left.get(l++), null));
            } else {
                pairs.add(new Pair(null, right.get(r++)));
            }
        }
    }

    /** How many steps the rest of both have in common at most, from each place on. */
    private static int[][] common(List<RunStep> left, List<RunStep> right) {
        int[][] common = new int[left.size() + 1][right.size() + 1];
        for (int l = left.size() - 1; l >= 0; l--) {
            for (int r = right.size() - 1; r >= 0; r--) {
                common[l][r] = left.get(l).equals(right.get(r))
                        ? common[l + 1][r + 1] + 1
                        : Math.max(common[l + 1][r], common[l][r + 1]);
            }
        }
        return common;
    }
}
