package dev.qwenagent.local.sampling;

import java.util.SplittableRandom;

/**
 * Draws a token by its probability, {@code softmax(logits / temperature)}, among those that the options leave.
 *
 * <p>
 * The candidates stand in a heap with the likeliest on top; it gives them up in order, so that a large vocabulary is
 * sorted only as far as the options reach. Not thread-safe: one session, one thread.
 */
final class RandomSampler implements Sampler {

    private final SamplingOptions options;
    private final SplittableRandom random;
    private int[] heap = new int[0]; // (candidates); the tokens given up stand behind it, the likeliest last
    private double[] weights = new double[0]; // (candidates): of the tokens given up, the likeliest first

    RandomSampler(SamplingOptions options) {
        this.options = options;
        this.random = new SplittableRandom(options.seed());
    }

    @Override
    public int sample(float[] logits, TokenMask allowed) {
        int candidates = collect(logits, allowed);
        if (options.topK() == 0 && options.topP() == 1 && options.minP() == 0) {
            return drawAny(logits, candidates);
        }
        for (int i = candidates / 2 - 1; i >= 0; i--) {
            sink(logits, i, candidates);
        }
        float top = logits[heap[0]];
        boolean unlimited = options.topK() == 0 || options.topK() >= candidates;
        double all = unlimited ? sum(logits, candidates, top) : 0;
        int kept = unlimited ? 0 : options.topK();
        for (int i = 0; i < kept; i++) {
            giveUp(logits, candidates, i, top);
            all += weights[i];
        }
        double wanted = options.topP() * all;
        double sum = 0;
        int last = 0;
        int most = unlimited ? candidates : kept;
        for (; last < most && (last == 0 || sum < wanted); last++) {
            if (unlimited) {
                giveUp(logits, candidates, last, top);
            }
            if (weights[last] < options.minP()) {
                break;
            }
            sum += weights[last];
        }
        return draw(candidates, last, sum);
    }

    /** Puts every token that is allowed and not forbidden in the heap's array. */
    private int collect(float[] logits, TokenMask allowed) {
        if (heap.length < logits.length) {
            heap = new int[logits.length];
            weights = new double[logits.length];
        }
        int candidates = 0;
        if (allowed.isAll()) {
            for (int id = 0; id < logits.length; id++) {
                if (logits[id] > Float.NEGATIVE_INFINITY) {
                    heap[candidates++] = id;
                }
            }
        } else {
            for (int id = allowed.next(0); id >= 0 && id < logits.length; id = allowed.next(id + 1)) {
                if (logits[id] > Float.NEGATIVE_INFINITY) {
                    heap[candidates++] = id;
                }
            }
        }
        if (candidates == 0) {
            throw Sampler.nothingToChoose(logits, allowed);
        }
        return candidates;
    }

    private double sum(float[] logits, int candidates, float top) {
        double sum = 0;
        for (int i = 0; i < candidates; i++) {
            sum += weight(logits[heap[i]], top);
        }
        return sum;
    }

    /** The probability of a token relative to the likeliest; of equals 1, infinite scores included. */
    private double weight(float logit, float top) {
        return logit == top ? 1 : Math.exp((logit - top) / options.temperature());
    }

    /** Moves the likeliest token of the heap behind it, as number {@code taken} of those given up. */
    private void giveUp(float[] logits, int candidates, int taken, float top) {
        int size = candidates - taken;
        int id = heap[0];
        heap[0] = heap[size - 1];
        heap[size - 1] = id;
        weights[taken] = weight(logits[id], top);
        sink(logits, 0, size - 1);
    }

    private void sink(float[] logits, int start, int size) {
        int parent = start;
        int id = heap[parent];
        for (int child = 2 * parent + 1; child < size; child = 2 * parent + 1) {
            if (child + 1 < size && isBefore(logits, heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(logits, heap[child], id)) {
                break;
            }
            heap[parent] = heap[child];
            parent = child;
        }
        if (size > 0) {
            heap[parent] = id;
        }
    }

    private static boolean isBefore(float[] logits, int a, int b) {
        return logits[a] > logits[b] || logits[a] == logits[b] && a < b;
    }

    /** Draws from all candidates, which needs no order among them. */
    private int drawAny(float[] logits, int candidates) {
        float top = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < candidates; i++) {
            top = Math.max(top, logits[heap[i]]);
        }
        double left = random.nextDouble() * sum(logits, candidates, top);
        int chosen = 0;
        while (chosen < candidates - 1 && left >= weight(logits[heap[chosen]], top)) {
            left -= weight(logits[heap[chosen]], top);
            chosen++;
        }
        return heap[chosen];
    }

    private int draw(int candidates, int kept, double sum) {
        double left = random.nextDouble() * sum;
        int chosen = 0;
        while (chosen < kept - 1 && left >= weights[chosen]) {
            left -= weights[chosen];
            chosen++;
        }
        return heap[candidates - 1 - chosen];
    }
}
