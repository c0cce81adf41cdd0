package dev.qwenagent.local.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The intermediate results of a forward pass over up to {@link #capacity()} tokens. One session has one and uses it for
 * all its passes, so that none allocates. Not thread-safe: one session, one thread.
 *
 * <p>
 * Shapes have a row for each token of the batch ({@code n}) unless they say otherwise. A kind of block has its buffers
 * only if the model has such blocks.
 */
final class Workspace {

    final float[][] residual; // (n, width): what goes from block to block
    final float[][] normed; // (n, width): what a block reads
    final float[][] mixed; // (n, width): what a block writes

    private final int capacity;
    private @Nullable AttentionScratch attention;
    private @Nullable DeltaNetScratch deltaNet;
    private @Nullable FeedForwardScratch feedForward;
    private @Nullable RoutingScratch routing;

    /**
     * Buffers for passes of a model.
     *
     * @param config the model
     * @param capacity most tokens in a pass
     */
    Workspace(ModelConfig config, int capacity) {
        this.capacity = capacity;
        residual = new float[capacity][config.width()];
        normed = new float[capacity][config.width()];
        mixed = new float[capacity][config.width()];
        for (LayerConfig layer : config.layers()) {
            addFor(layer.mixer());
            addFor(layer.feedForward(), config.width());
        }
    }

    private void addFor(MixerConfig mixer) {
        switch (mixer) {
            case AttentionConfig config when attention == null -> attention = new AttentionScratch(config, capacity);
            case DeltaNetConfig config when deltaNet == null -> deltaNet = new DeltaNetScratch(config, capacity);
            case AttentionConfig _,DeltaNetConfig _ -> {
            }
        }
    }

    private void addFor(FeedForwardConfig config, int width) {
        if (feedForward != null) {
            return;
        }
        switch (config) {
            case FeedForwardConfig.Dense dense -> feedForward = new FeedForwardScratch(dense.width(), capacity);
            case FeedForwardConfig.Experts experts -> {
                feedForward = new FeedForwardScratch(experts.width(), capacity);
                routing = new RoutingScratch(experts, width, capacity);
            }
            case FeedForwardConfig.SharedExperts(var experts, var sharedWidth) -> {
                feedForward = new FeedForwardScratch(Math.max(experts.width(), sharedWidth), capacity);
                routing = new RoutingScratch(experts, width, capacity);
            }
        }
    }

    /** Most tokens in a pass. */
    int capacity() {
        return capacity;
    }

    AttentionScratch attention() {
        return Objects.requireNonNull(attention, "the model has no attention layers");
    }

    DeltaNetScratch deltaNet() {
        return Objects.requireNonNull(deltaNet, "the model has no DeltaNet layers");
    }

    FeedForwardScratch feedForward() {
        return Objects.requireNonNull(feedForward, "the model has no layers");
    }

    RoutingScratch routing() {
        return Objects.requireNonNull(routing, "the model has no experts");
    }
}
