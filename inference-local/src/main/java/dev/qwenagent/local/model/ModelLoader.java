package dev.qwenagent.local.model;

import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.TensorInfo;
import dev.qwenagent.local.kernel.Kernels;
import dev.qwenagent.local.tensor.ColumnTensor;
import dev.qwenagent.local.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Arranges a file's tensors in the blocks of its architecture. */
final class ModelLoader {

    /** Models whose matrices take less than this as floats are unpacked. */
    private static final long MOST_UNPACKED_BYTES = 128L << 20;

    private final TensorSource tensors;
    private final ModelConfig config;
    private final Kernels kernels;

    ModelLoader(GgufFile file, ModelConfig config, WeightPlacement placement, Kernels kernels) {
        this.tensors = new TensorSource(file, placement);
        this.config = config;
        this.kernels = kernels;
    }

    /** Where a model of this size is best: small ones gain from being unpacked, large ones must not be copied. */
    static WeightPlacement placementFor(GgufFile file) {
        long bytes = file.tensors().stream().mapToLong(TensorInfo::elements).sum() * Float.BYTES;
        return bytes <= MOST_UNPACKED_BYTES ? WeightPlacement.UNPACKED : WeightPlacement.MAPPED;
    }

    Forward load() {
        Tensor embedding = tensors.table("token_embd.weight", config.vocabulary(), config.width());
        String output = tensors.has("output.weight") ? "output.weight" : "token_embd.weight";
        List<ModelWeights.Layer> layers = new ArrayList<>();
        for (int i = 0; i < config.layers().size(); i++) {
            layers.add(layer("blk." + i + ".", config.layers().get(i)));
        }
        ModelWeights weights = new ModelWeights(embedding, layers, tensors.vector("output_norm.weight", config.width()),
                tensors.matrix(output, config.vocabulary(), config.width()));
        return switch (config.architecture()) {
            case QWEN35MOE -> new Qwen35MoeForward(config, weights, kernels);
        };
    }

    private ModelWeights.Layer layer(String block, ModelConfig.LayerKind kind) {
        TokenMixer mixer = switch (kind) {
            case ATTENTION -> attention(block);
            case DELTA_NET -> deltaNet(block);
        };
        return new ModelWeights.Layer(tensors.vector(block + "attn_norm.weight", config.width()), mixer,
                tensors.vector(block + "post_attention_norm.weight", config.width()), experts(block));
    }

    private Attention attention(String block) {
        AttentionConfig a = config.attention();
        int width = config.width();
        int keys = a.keyValueHeads() * a.headSize();
        int queries = a.heads() * a.headSize();
        return new Attention(config,
                new Attention.Weights(tensors.matrix(block + "attn_q.weight", 2 * queries, width),
                        tensors.matrix(block + "attn_k.weight", keys, width),
                        tensors.matrix(block + "attn_v.weight", keys, width),
                        tensors.matrix(block + "attn_output.weight", width, queries),
                        tensors.vector(block + "attn_q_norm.weight", a.headSize()),
                        tensors.vector(block + "attn_k_norm.weight", a.headSize())),
                kernels);
    }

    private GatedDeltaNet deltaNet(String block) {
        DeltaNetConfig d = config.deltaNet();
        int width = config.width();
        return new GatedDeltaNet(config,
                new GatedDeltaNet.Weights(tensors.matrix(block + "attn_qkv.weight", d.channels(), width),
                        tensors.matrix(block + "attn_gate.weight", d.valueWidth(), width),
                        tensors.matrix(block + "ssm_beta.weight", d.valueHeads(), width),
                        tensors.matrix(block + "ssm_alpha.weight", d.valueHeads(), width), convolution(block, d),
                        tensors.vector(block + "ssm_a", d.valueHeads()),
                        tensors.vector(block + "ssm_dt.bias", d.valueHeads()),
                        tensors.vector(block + "ssm_norm.weight", d.headSize()),
                        tensors.matrix(block + "ssm_out.weight", width, d.valueWidth())),
                kernels);
    }

    /** The file keeps a channel's taps together; the block wants a tap's channels together. */
    private float[][] convolution(String block, DeltaNetConfig d) {
        return ColumnTensor.of(tensors.table(block + "ssm_conv1d.weight", d.channels(), d.convolution()))
                .columnArrays();
    }

    private ExpertFeedForward experts(String block) {
        ExpertConfig e = config.experts();
        int width = config.width();
        List<Tensor> gates = tensors.stack(block + "ffn_gate_exps.weight", e.experts(), e.width(), width);
        List<Tensor> ups = tensors.stack(block + "ffn_up_exps.weight", e.experts(), e.width(), width);
        List<Tensor> downs = tensors.stack(block + "ffn_down_exps.weight", e.experts(), width, e.width());
        List<ExpertFeedForward.Expert> experts = new ArrayList<>();
        for (int i = 0; i < e.experts(); i++) {
            experts.add(new ExpertFeedForward.Expert(gates.get(i), ups.get(i), downs.get(i)));
        }
        ExpertFeedForward.Expert shared = new ExpertFeedForward.Expert(
                tensors.matrix(block + "ffn_gate_shexp.weight", e.sharedWidth(), width),
                tensors.matrix(block + "ffn_up_shexp.weight", e.sharedWidth(), width),
                tensors.matrix(block + "ffn_down_shexp.weight", width, e.sharedWidth()));
        Tensor sharedGate = tensors.matrix(block + "ffn_gate_inp_shexp.weight", 1, width);
        return new ExpertFeedForward(config, tensors.matrix(block + "ffn_gate_inp.weight", e.experts(), width), experts,
                new ExpertFeedForward.SharedExpert(sharedGate, shared), kernels);
    }
}
