package dev.qwenagent.local.model;

import dev.qwenagent.local.kernel.Kernels;
import dev.qwenagent.local.tensor.Tensor;

/**
 * The sparse feed-forward layer with an expert that all tokens share:
 * {@code out = sum over the chosen of share * expert(x) + sigmoid(g . x) * shared(x)}.
 */
final class SharedExpertFeedForward implements FeedForward {

    private final ExpertFeedForward chosen;
    private final DenseFeedForward shared;
    private final Tensor gate; // (1, width)
    private final Kernels kernels;

    SharedExpertFeedForward(ExpertFeedForward chosen, DenseFeedForward shared, Tensor gate, Kernels kernels) {
        this.chosen = chosen;
        this.shared = shared;
        this.gate = gate;
        this.kernels = kernels;
    }

    @Override
    public void apply(Workspace ws, int n) {
        chosen.apply(ws, n);
        RoutingScratch scratch = ws.routing();
        kernels.multiply(gate, ws.normed, scratch.sharedGates, n);
        shared.transform(ws.feedForward(), ws.normed, scratch.outputs, n);
        for (int t = 0; t < n; t++) {
            kernels.add(ws.mixed[t], Gates.sigmoid(scratch.sharedGates[t][0]), scratch.outputs[t], gate.columns());
        }
    }
}
