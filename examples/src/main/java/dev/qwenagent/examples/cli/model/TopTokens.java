package dev.qwenagent.examples.cli.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The likeliest tokens among scores. */
final class TopTokens {

    /** A token and its score. */
    record Scored(int id, float logit) {}

    private static final Comparator<Scored> LIKELIEST_FIRST = Comparator.comparingDouble((Scored s) -> -s.logit)
            .thenComparingInt(Scored::id);

    private TopTokens() {}

    /**
     * The likeliest first; of equals the one with the lowest id.
     *
     * @param logits a score for each token
     * @param most how many
     */
    static List<Scored> of(float[] logits, int most) {
        PriorityQueue<Scored> kept = new PriorityQueue<>(LIKELIEST_FIRST.reversed());
        for (int id = 0; id < logits.length; id++) {
            if (kept.size() < most) {
                kept.add(new Scored(id, logits[id]));
            } else if (kept.element().logit < logits[id]) {
                kept.remove();
                kept.add(new Scored(id, logits[id]));
            }
        }
        List<Scored> sorted = new ArrayList<>(kept);
        sorted.sort(LIKELIEST_FIRST);
        return sorted;
    }
}
