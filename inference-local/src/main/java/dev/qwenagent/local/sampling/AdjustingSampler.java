package dev.qwenagent.local.sampling;

import java.util.Arrays;

/**
 * Adjusts the scores by what the prompt and the answer have so far, and lets another sampler choose. Not thread-safe: one
 * generation, one thread.
 */
final class AdjustingSampler implements Sampler {

    private final Sampler chooser;
    private final LogitAdjustments adjustments;
    private final int[] biasedIds;
    private final float[] biases; // beside biasedIds
    private int[] seen; // ids in the prompt or the answer, each once
    private int seenCount;
    private int[] counts = new int[0]; // by id: times in the answer
    private boolean[] isSeen = new boolean[0]; // by id
    private float[] adjusted = new float[0]; // by id

    AdjustingSampler(Sampler chooser, LogitAdjustments adjustments, int[] prompt) {
        this.chooser = chooser;
        this.adjustments = adjustments;
        this.biasedIds = adjustments.bias().keySet().stream().mapToInt(Integer::intValue).toArray();
        this.biases = new float[biasedIds.length];
        for (int i = 0; i < biases.length; i++) {
            biases[i] = adjustments.bias().get(biasedIds[i]).floatValue();
        }
        this.seen = new int[Math.max(16, prompt.length)];
        for (int token : prompt) {
            see(token);
        }
    }

    @Override
    public int sample(float[] logits, TokenMask allowed) {
        if (adjusted.length != logits.length) {
            adjusted = new float[logits.length];
        }
        System.arraycopy(logits, 0, adjusted, 0, logits.length);
        for (int i = 0; i < seenCount; i++) {
            int id = seen[i];
            double score = adjusted[id];
            score = score > 0 ? score / adjustments.repetition() : score * adjustments.repetition();
            if (counts[id] > 0) {
                score -= adjustments.presence() + counts[id] * adjustments.frequency();
            }
            adjusted[id] = (float) score;
        }
        for (int i = 0; i < biasedIds.length; i++) {
            if (biasedIds[i] < adjusted.length) {
                adjusted[biasedIds[i]] += biases[i];
            }
        }
        return chooser.sample(adjusted, allowed);
    }

    @Override
    public void accepted(int token) {
        see(token);
        counts[token]++;
        chooser.accepted(token);
    }

    private void see(int token) {
        if (token >= isSeen.length) {
            int room = Math.max(token + 1, 2 * isSeen.length);
            isSeen = Arrays.copyOf(isSeen, room);
            counts = Arrays.copyOf(counts, room);
        }
        if (!isSeen[token]) {
            isSeen[token] = true;
            if (seenCount == seen.length) {
                seen = Arrays.copyOf(seen, 2 * seenCount);
            }
            seen[seenCount++] = token;
        }
    }
}
