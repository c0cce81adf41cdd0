package dev.qwenagent.local.sampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * How likely a token was, by the model's own scores: {@code logit - log(sum(exp(logits)))}, before temperature, penalties
 * and restrictions.
 *
 * @param token its id
 * @param logProbability natural logarithm, at most 0
 * @param top the likeliest tokens at its place, the likeliest first, without their own alternatives
 */
public record TokenLogProbability(int token, double logProbability, List<TokenLogProbability> top) {

    /** Copies the list. */
    public TokenLogProbability {
        top = List.copyOf(top);
    }

    /**
     * Computes it.
     *
     * @param logits the scores at the token's place
     * @param token its id
     * @param count how many of the likeliest tokens to give besides, 0 or more
     */
    public static TokenLogProbability of(float[] logits, int token, int count) {
        float most = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = logit > most ? logit : most;
        }
        double all = 0;
        for (float logit : logits) {
            all += Math.exp(above(logit, most));
        }
        double logOfAll = Math.log(all);
        List<TokenLogProbability> top = new ArrayList<>();
        for (int id : likeliest(logits, count)) {
            top.add(new TokenLogProbability(id, above(logits[id], most) - logOfAll, List.of()));
        }
        return new TokenLogProbability(token, above(logits[token], most) - logOfAll, top);
    }

    /** A score relative to the greatest: of equals 0, infinite ones included; what is no number is never likely. */
    private static double above(float logit, float most) {
        if (logit == most) {
            return 0;
        }
        return Float.isNaN(logit) ? Double.NEGATIVE_INFINITY : (double) logit - most;
    }

    /** Of equals the lower id first. */
    private static List<Integer> likeliest(float[] logits, int count) {
        Comparator<Integer> best = Comparator.<Integer>comparingDouble(id -> -logits[id])
                .thenComparing(Comparator.naturalOrder());
        PriorityQueue<Integer> kept = new PriorityQueue<>(best.reversed());
        IntStream.range(0, logits.length).forEach(id -> {
            kept.add(id);
            if (kept.size() > count) {
                kept.remove();
            }
        });
        return kept.stream().sorted(best).toList();
    }
}
