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
        double all = logOfSum(logits);
        List<TokenLogProbability> top = new ArrayList<>();
        for (int id : likeliest(logits, count)) {
            top.add(new TokenLogProbability(id, logits[id] - all, List.of()));
        }
        return new TokenLogProbability(token, logits[token] - all, top);
    }

    private static double logOfSum(float[] logits) {
        double most = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - most);
        }
        return most + Math.log(sum);
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
