package dev.qwenagent.local.model;

import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.TensorInfo;
import dev.qwenagent.local.kernel.Kernels;
import dev.qwenagent.local.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Arranges a file's tensors in the forward pass of its architecture. */
final class ModelLoader {

    /** Models whose matrices take less than this as floats are unpacked. */
    private static final long MOST_UNPACKED_BYTES = 128L << 20;

    private final TensorSource tensors;
    private final ModelConfig config;
    private final Kernels kernels;

    ModelLoader(TensorSource tensors, ModelConfig config, Kernels kernels) {
        this.tensors = tensors;
        this.config = config;
        this.kernels = kernels;
    }

    /** Where a model of this size is best: small ones gain from being unpacked, large ones must not be copied. */
    static WeightPlacement placementFor(GgufFile file) {
        long bytes = file.tensors().stream().mapToLong(TensorInfo::elements).sum() * Float.BYTES;
        return bytes <= MOST_UNPACKED_BYTES ? WeightPlacement.UNPACKED : WeightPlacement.MAPPED;
    }

    Forward load() {
        ResidualStream stream = stream();
        return switch (config.architecture()) {
            case QWEN2 -> new Qwen2Forward(stream, layers(Qwen2Forward.Layer::of));
            case QWEN2MOE -> new Qwen2MoeForward(stream, layers(Qwen2MoeForward.Layer::of));
            case QWEN3 -> new Qwen3Forward(stream, layers(Qwen3Forward.Layer::of));
            case QWEN3MOE -> new Qwen3MoeForward(stream, layers(Qwen3MoeForward.Layer::of));
            case QWEN3NEXT -> new Qwen3NextForward(stream, layers(Qwen3NextForward.Layer::of));
            case QWEN35 -> new Qwen35Forward(stream, layers(Qwen35Forward.Layer::of));
            case QWEN35MOE -> new Qwen35MoeForward(stream, layers(Qwen35MoeForward.Layer::of));
        };
    }

    private ResidualStream stream() {
        Tensor embedding = tensors.table("token_embd.weight", config.vocabulary(), config.width());
        String output = tensors.has("output.weight") ? "output.weight" : "token_embd.weight";
        return new ResidualStream(
                new ResidualStream.Weights(embedding, tensors.vector("output_norm.weight", config.width()),
                        tensors.matrix(output, config.vocabulary(), config.width())),
                config.epsilon(), kernels);
    }

    private <L> List<L> layers(BiFunction<LayerBlocks, LayerConfig, L> layer) {
        List<L> layers = new ArrayList<>();
        HeadPools pools = HeadPools.of(config);
        for (int i = 0; i < config.layers().size(); i++) {
            layers.add(layer.apply(new LayerBlocks(tensors, config, kernels, pools, i), config.layers().get(i)));
        }
        return List.copyOf(layers);
    }
}
