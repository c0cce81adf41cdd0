package dev.qwenagent.local.model;

import dev.qwenagent.local.kernel.Kernels;
import dev.qwenagent.local.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The sparse feed-forward layer: a few experts for each token, and one that all tokens share.
 *
 * <p>
 * {@code out = sum over the chosen of share * expert(x) + sigmoid(s . x) * shared(x)}, where an expert is
 * {@code down(silu(gate x) * up x)}. Tokens are grouped by expert, so that a batch reads each expert's weights once.
 */
final class ExpertFeedForward {

    /**
     * One expert.
     *
     * @param gate (hidden, width)
     * @param up (hidden, width)
     * @param down (width, hidden)
     */
    record Expert(Tensor gate, Tensor up, Tensor down) {}

    /**
     * The expert that every token passes through.
     *
     * @param gate (1, width), how much it counts
     * @param expert its weights
     */
    record SharedExpert(Tensor gate, Expert expert) {}

    private final ModelConfig config;
    private final ExpertRouter router;
    private final Expert[] experts;
    private final SharedExpert shared;
    private final Kernels kernels;

    ExpertFeedForward(ModelConfig config, Tensor routing, List<Expert> experts, SharedExpert shared, Kernels kernels) {
        this.config = config;
        this.router = new ExpertRouter(config.experts(), routing, kernels);
        this.experts = experts.toArray(Expert[]::new);
        this.shared = shared;
        this.kernels = kernels;
    }

    /** From {@code normed} to {@code mixed} for {@code n} tokens. */
    void apply(Workspace ws, int n) {
        router.route(ws, n);
        for (int t = 0; t < n; t++) {
            Arrays.fill(ws.mixed[t], 0);
        }
        for (int expert = 0; expert < experts.length; expert++) {
            int tokens = gather(ws, expert, n);
            if (tokens > 0) {
                through(experts[expert], config.experts().width(), ws, ws.gathered, tokens);
                for (int i = 0; i < tokens; i++) {
                    kernels.add(ws.mixed[ws.gatheredTokens[i]], ws.gatheredShares[i], ws.expertOutputs[i],
                            config.width());
                }
            }
        }
        kernels.multiply(shared.gate, ws.normed, ws.sharedGates, n);
        through(shared.expert, config.experts().sharedWidth(), ws, ws.normed, n);
        for (int t = 0; t < n; t++) {
            kernels.add(ws.mixed[t], Gates.sigmoid(ws.sharedGates[t][0]), ws.expertOutputs[t], config.width());
        }
    }

    /** Collects the rows of the tokens that chose an expert. */
    private int gather(Workspace ws, int expert, int n) {
        int tokens = 0;
        for (int t = 0; t < n; t++) {
            for (int k = 0; k < config.experts().used(); k++) {
                if (ws.chosen[t][k] == expert) {
                    ws.gathered[tokens] = ws.normed[t];
                    ws.gatheredTokens[tokens] = t;
                    ws.gatheredShares[tokens] = ws.shares[t][k];
                    tokens++;
                }
            }
        }
        return tokens;
    }

    private void through(Expert expert, int hidden, Workspace ws, float[][] rows, int n) {
        kernels.multiply(expert.gate, rows, ws.expertGates, n);
        kernels.multiply(expert.up, rows, ws.expertUps, n);
        for (int i = 0; i < n; i++) {
            kernels.gatedSilu(ws.expertGates[i], ws.expertUps[i], hidden);
        }
        kernels.multiply(expert.down, ws.expertGates, ws.expertOutputs, n);
    }
}
