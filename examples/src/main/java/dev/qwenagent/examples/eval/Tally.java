package dev.qwenagent.examples.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many cases of a kind came out right.
 *
 * @param kind the category
 * @param cases how many were run
 * @param right in how many the model did first what was expected
 * @param asRecorded in how many it generated what another engine recorded
 */
public record Tally(String kind, int cases, int right, int asRecorded) {

    /** The kind of the sum over all kinds. */
    public static final String ALL = "all";

    /** One tally a kind, in the order in which the kinds appear, and last the sum. */
    public static List<Tally> of(List<Evaluation.Outcome> outcomes) {
        Map<String, Tally> kinds = new LinkedHashMap<>();
        Tally all = new Tally(ALL, 0, 0, 0);
        for (Evaluation.Outcome outcome : outcomes) {
            String kind = outcome.source().kind();
            kinds.put(kind, kinds.getOrDefault(kind, new Tally(kind, 0, 0, 0)).plus(outcome));
            all = all.plus(outcome);
        }
        List<Tally> tallies = new ArrayList<>(kinds.values());
        tallies.add(all);
        return tallies;
    }

    private Tally plus(Evaluation.Outcome outcome) {
        return new Tally(kind, cases + 1, right + (outcome.isRight() ? 1 : 0),
                asRecorded + (outcome.isAsRecorded() ? 1 : 0));
    }

    /** The share that came out right, 0 to 1. */
    public double rate() {
        return cases == 0 ? 0 : (double) right / cases;
    }
}
