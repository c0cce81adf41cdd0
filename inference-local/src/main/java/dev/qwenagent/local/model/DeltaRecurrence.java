package dev.qwenagent.local.model;

import dev.qwenagent.local.kernel.Kernels;

/**
 * The gated delta rule token by token: what it is defined as, and how single tokens are computed.
 *
 * <pre>
 * S   = a S                   the memory fades
 * d   = b (v - S^T k)         what it gets wrong
 * S   = S + k d^T             the correction
 * out = S^T q
 * </pre>
 *
 * <p>
 * Source: Yang et al., Gated Delta Networks (2024), equation 10.
 */
final class DeltaRecurrence implements DeltaRule {

    private final DeltaNetConfig config;
    private final Kernels kernels;

    DeltaRecurrence(DeltaNetConfig config, Kernels kernels) {
        this.config = config;
        this.kernels = kernels;
    }

    @Override
    public void apply(DeltaNetScratch scratch, DeltaHead own, RecurrentState state, int first, int count) {
        for (int head = 0; head < config.valueHeads(); head++) {
            if (config.keyHead(head) == own.keyHead) {
                own.head = head;
                for (int t = first; t < first + count; t++) {
                    step(scratch, own, state.memory(head), t);
                }
            }
        }
    }

    private void step(DeltaNetScratch scratch, DeltaHead own, float[][] memory, int t) {
        int size = config.headSize();
        int head = own.head;
        int keyHead = own.keyHead;
        float[] channels = scratch.channels[t];
        float decay = (float) Math.exp(scratch.decays[t][head]);
        float strength = scratch.writeStrengths[t][head];

        float[] key = own.key;
        System.arraycopy(channels, config.keyWidth() + keyHead * size, key, 0, size);
        float[] correction = own.correction;
        kernels.combine(memory, key, size, correction, size);
        int value = 2 * config.keyWidth() + head * size;
        kernels.mix(correction, -strength * decay, channels, value, strength);
        kernels.decayAndAdd(memory, decay, key, correction);

        float[] query = own.key;
        System.arraycopy(channels, keyHead * size, query, 0, size);
        kernels.combine(memory, query, size, own.answer, size);
        System.arraycopy(own.answer, 0, scratch.outputs[t], head * size, size);
    }
}
