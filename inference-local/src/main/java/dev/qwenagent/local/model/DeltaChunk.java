package dev.qwenagent.local.model;

import dev.qwenagent.local.kernel.Kernels;
import java.util.Arrays;

/**
 * The gated delta rule for up to {@link #MOST} tokens at once, with products of matrices in place of most steps.
 *
 * <p>
 * With S the memory before the chunk, D the corrections and G(t) the sum of the logarithms of the decays up to token t,
 * unrolling {@link DeltaRecurrence} gives
 *
 * <pre>
 * d(t)   = b(t) (v(t) - exp(G(t)) S^T k(t) - sum over i &lt; t of exp(G(t) - G(i)) (k(i) . k(t)) d(i))
 * out(t) = exp(G(t)) S^T q(t) + sum over i &lt;= t of exp(G(t) - G(i)) (k(i) . q(t)) d(i)
 * S'     = exp(G(n)) S + sum over i of exp(G(n) - G(i)) k(i) d(i)^T
 * </pre>
 *
 * <p>
 * so that the memory is read and written once a chunk, and only the sums over d(i) run in order. All exponents are at
 * most 0. Source: Yang et al., Parallelizing Linear Transformers with the Delta Rule over Sequence Length (2024),
 * section 3; Yang et al., Gated Delta Networks (2024), section 3.3.
 */
final class DeltaChunk implements DeltaRule {

    /** The longest chunk. */
    static final int MOST = 64;

    private final DeltaNetConfig config;
    private final Kernels kernels;

    DeltaChunk(DeltaNetConfig config, Kernels kernels) {
        this.config = config;
        this.kernels = kernels;
    }

    @Override
    public void apply(DeltaNetScratch scratch, DeltaHead own, RecurrentState state, int first, int count) {
        takeKeyHead(scratch, own, first, count);
        for (int head = 0; head < config.valueHeads(); head++) {
            if (config.keyHead(head) == own.keyHead) {
                own.head = head;
                applyHead(scratch, own, state, first, count);
            }
        }
    }

    /** The keys and queries of a head, and the products of every key with every key and query. */
    private void takeKeyHead(DeltaNetScratch scratch, DeltaHead own, int first, int n) {
        DeltaChunkScratch chunk = own.chunk;
        int keyHead = own.keyHead;
        int size = config.headSize();
        for (int t = 0; t < n; t++) {
            float[] channels = scratch.channels[first + t];
            System.arraycopy(channels, keyHead * size, chunk.queries[t], 0, size);
            System.arraycopy(channels, config.keyWidth() + keyHead * size, chunk.keys[t], 0, size);
            for (int i = 0; i < size; i++) {
                chunk.keyChannels[i][t] = chunk.keys[t][i];
            }
        }
        kernels.multiply(chunk.keyMatrix, chunk.keys, chunk.keyProducts, n);
        kernels.multiply(chunk.keyMatrix, chunk.queries, chunk.queryProducts, n);
    }

    private void applyHead(DeltaNetScratch scratch, DeltaHead own, RecurrentState state, int first, int n) {
        DeltaChunkScratch chunk = own.chunk;
        int head = own.head;
        double sum = 0;
        for (int t = 0; t < n; t++) {
            sum += scratch.decays[first + t][head];
            chunk.decays[t] = sum;
        }
        kernels.multiply(state.memoryMatrix(head), chunk.keys, chunk.recalled, n);
        kernels.multiply(state.memoryMatrix(head), chunk.queries, chunk.answers, n);
        int size = config.headSize();
        for (int t = 0; t < n; t++) {
            fade(chunk, t, t + 1);
            correct(scratch, own, first + t, t);
            kernels.product(chunk.queryProducts[t], chunk.fades, chunk.weights, t + 1);
            kernels.combine(chunk.corrections, chunk.weights, t + 1, own.answer, size);
            kernels.add(own.answer, (float) Math.exp(chunk.decays[t]), chunk.answers[t], size);
            System.arraycopy(own.answer, 0, scratch.outputs[first + t], head * size, size);
        }
        remember(chunk, state.memory(head), n);
    }

    /** The correction d(t), from those of the tokens before. */
    private void correct(DeltaNetScratch scratch, DeltaHead own, int token, int t) {
        DeltaChunkScratch chunk = own.chunk;
        int head = own.head;
        int size = config.headSize();
        float decay = (float) Math.exp(chunk.decays[t]);
        float strength = scratch.writeStrengths[token][head];
        float[] correction = chunk.corrections[t];
        kernels.product(chunk.keyProducts[t], chunk.fades, chunk.weights, t);
        kernels.combine(chunk.corrections, chunk.weights, t, correction, size);
        kernels.mix(correction, -strength, scratch.channels[token], 2 * config.keyWidth() + head * size, strength);
        kernels.add(correction, -strength * decay, chunk.recalled[t], size);
    }

    /** To {@code fades}: how much of each of the first tokens' corrections is left at token t. */
    private void fade(DeltaChunkScratch chunk, int t, int count) {
        for (int i = 0; i < count; i++) {
            chunk.fades[i] = (float) (chunk.decays[t] - chunk.decays[i]);
        }
        kernels.exp(chunk.fades, count);
    }

    private void remember(DeltaChunkScratch chunk, float[][] memory, int n) {
        int size = config.headSize();
        fade(chunk, n - 1, n);
        for (int t = n; t < MOST; t++) {
            Arrays.fill(chunk.corrections[t], 0);
        }
        for (int i = 0; i < size; i++) {
            kernels.product(chunk.keyChannels[i], chunk.fades, chunk.fadedKeys[i], n);
            Arrays.fill(chunk.fadedKeys[i], n, MOST, 0);
        }
        kernels.multiply(chunk.correctionMatrix, chunk.fadedKeys, chunk.additions, size);
        float decay = (float) Math.exp(chunk.decays[n - 1]);
        for (int i = 0; i < size; i++) {
            kernels.mix(memory[i], decay, chunk.additions[i], 0, 1);
        }
    }
}
