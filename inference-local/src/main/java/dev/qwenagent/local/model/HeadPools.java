package dev.qwenagent.local.model;

/**
 * The buffers of all heads that are computed at once, shared by the layers of a model: its layers of a kind are alike.
 *
 * @param attention for attention heads
 * @param deltaNet for DeltaNet heads
 */
record HeadPools(ScratchPool<AttentionHead> attention, ScratchPool<DeltaHead> deltaNet) {

    /** Empty pools for a model. */
    static HeadPools of(ModelConfig config) {
        int attention = 0;
        int deltaNet = 0;
        for (LayerConfig layer : config.layers()) {
            switch (layer.mixer()) {
                case AttentionConfig a -> attention = a.headSize();
                case DeltaNetConfig d -> deltaNet = d.headSize();
            }
        }
        int attentionSize = attention;
        int deltaNetSize = deltaNet;
        return new HeadPools(new ScratchPool<>(() -> new AttentionHead(attentionSize)),
                new ScratchPool<>(() -> new DeltaHead(deltaNetSize)));
    }
}
