package dev.qwenagent.local.model;

import dev.qwenagent.local.kernel.Kernels;
import java.util.Arrays;
import java.util.List;

/**
 * The sparse feed-forward layer: {@code out = sum over the chosen of share * expert(x)}. Tokens are grouped by expert, so
 * that a batch reads the weights of each expert that it uses once, and of the others nothing.
 */
final class ExpertFeedForward implements FeedForward {

    private final ExpertRouter router;
    private final DenseFeedForward[] experts;
    private final int width;
    private final Kernels kernels;

    ExpertFeedForward(ExpertRouter router, List<DenseFeedForward> experts, int width, Kernels kernels) {
        this.router = router;
        this.experts = experts.toArray(DenseFeedForward[]::new);
        this.width = width;
        this.kernels = kernels;
    }

    @Override
    public void apply(Workspace ws, int n) {
        RoutingScratch scratch = ws.routing();
        router.route(scratch, ws.normed, n);
        for (int t = 0; t < n; t++) {
            Arrays.fill(ws.mixed[t], 0);
        }
        for (int expert = 0; expert < experts.length; expert++) {
            int first = scratch.starts[expert];
            int count = scratch.starts[expert + 1] - first;
            if (count > 0) {
                addExpert(ws, scratch, expert, first, count);
            }
        }
    }

    private void addExpert(Workspace ws, RoutingScratch scratch, int expert, int first, int count) {
        for (int i = 0; i < count; i++) {
            scratch.gathered[i] = ws.normed[scratch.tokens[first + i]];
        }
        experts[expert].transform(ws.feedForward(), scratch.gathered, scratch.outputs, count);
        for (int i = 0; i < count; i++) {
            kernels.add(ws.mixed[scratch.tokens[first + i]], scratch.tokenShares[first + i], scratch.outputs[i], width);
        }
    }
}
