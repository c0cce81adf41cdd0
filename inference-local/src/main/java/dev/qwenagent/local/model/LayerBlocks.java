package dev.qwenagent.local.model;

import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.kernel.Kernels;
import dev.qwenagent.local.tensor.ColumnTensor;
import dev.qwenagent.local.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the blocks of one layer out of a file's tensors. What a file calls them is written here and nowhere else; which
 * of them an architecture has is written in its forward pass.
 */
final class LayerBlocks {

    private final TensorSource tensors;
    private final ModelConfig config;
    private final Kernels kernels;
    private final HeadPools pools;
    private final String prefix;

    LayerBlocks(TensorSource tensors, ModelConfig config, Kernels kernels, HeadPools pools, int layer) {
        this.tensors = tensors;
        this.config = config;
        this.kernels = kernels;
        this.pools = pools;
        this.prefix = "blk." + layer + ".";
    }

    /** A normalisation over the width. */
    float[] norm(String name) {
        return tensors.vector(prefix + name + ".weight", config.width());
    }

    /** Attention whose heads are normalised. */
    Attention normedAttention(AttentionConfig a) {
        return attention(a, new Attention.Adjustment.Norms(tensors.vector(prefix + "attn_q_norm.weight", a.headSize()),
                tensors.vector(prefix + "attn_k_norm.weight", a.headSize())));
    }

    /** Attention with biases. */
    Attention biasedAttention(AttentionConfig a) {
        return attention(a, new Attention.Adjustment.Biases(tensors.vector(prefix + "attn_q.bias", a.queryWidth()),
                tensors.vector(prefix + "attn_k.bias", a.keyValueWidth()),
                tensors.vector(prefix + "attn_v.bias", a.keyValueWidth())));
    }

    private Attention attention(AttentionConfig a, Attention.Adjustment adjustment) {
        Attention.Weights weights = new Attention.Weights(
                matrix("attn_q", a.heads() * a.queryStride(), config.width()),
                matrix("attn_k", a.keyValueWidth(), config.width()),
                matrix("attn_v", a.keyValueWidth(), config.width()),
                matrix("attn_output", config.width(), a.queryWidth()), adjustment);
        return new Attention(a, config.epsilon(), weights, kernels, pools.attention());
    }

    /** Gated DeltaNet. */
    GatedDeltaNet deltaNet(DeltaNetConfig d) {
        if (tensors.has(prefix + "ssm_in.weight")) {
            throw new GgufFormatException(
                    "tensor %sssm_in.weight: expected attn_qkv and attn_gate in its place; this is an early layout of the architecture, convert the model again"
                            .formatted(prefix));
        }
        GatedDeltaNet.Weights weights = new GatedDeltaNet.Weights(matrix("attn_qkv", d.channels(), config.width()),
                matrix("attn_gate", d.valueWidth(), config.width()), steps(d), convolution(d),
                tensors.vector(prefix + "ssm_a", d.valueHeads()),
                tensors.vector(prefix + "ssm_dt.bias", d.valueHeads()),
                tensors.vector(prefix + "ssm_norm.weight", d.headSize()),
                matrix("ssm_out", config.width(), d.valueWidth()));
        return new GatedDeltaNet(d, config.epsilon(), weights, kernels, pools.deltaNet());
    }

    private GatedDeltaNet.Steps steps(DeltaNetConfig d) {
        return switch (d.order()) {
            case GROUPED -> new GatedDeltaNet.Steps.Grouped(matrix("ssm_ba", 2 * d.valueHeads(), config.width()));
            case TILED -> new GatedDeltaNet.Steps.Separate(matrix("ssm_beta", d.valueHeads(), config.width()),
                    matrix("ssm_alpha", d.valueHeads(), config.width()));
        };
    }

    /** The file keeps a channel's taps together; the block wants a tap's channels together. */
    private float[][] convolution(DeltaNetConfig d) {
        return ColumnTensor.of(tensors.table(prefix + "ssm_conv1d.weight", d.channels(), d.convolution()))
                .columnArrays();
    }

    /** The network of a dense layer. */
    DenseFeedForward dense(FeedForwardConfig.Dense config) {
        return network("", config.width());
    }

    /** Experts among which a router chooses. */
    ExpertFeedForward experts(FeedForwardConfig.Experts e) {
        if (tensors.has(prefix + "ffn_gate.weight") && !tensors.has(prefix + "ffn_gate_inp.weight")) {
            throw new GgufFormatException(
                    "tensor %sffn_gate.weight: expected experts in its place; a layer without experts among layers with them (mlp_only_layers or decoder_sparse_step of the original) is not supported, use a model of one kind of layer"
                            .formatted(prefix));
        }
        ExpertRouter router = new ExpertRouter(e, matrix("ffn_gate_inp", e.experts(), config.width()), kernels);
        List<Tensor> gates = new ArrayList<>();
        List<Tensor> ups = new ArrayList<>();
        String fused = prefix + "ffn_gate_up_exps.weight";
        if (tensors.has(fused)) {
            List<Tensor> halves = tensors.stackOfPairs(fused, e.experts(), e.width(), config.width());
            for (int i = 0; i < e.experts(); i++) {
                gates.add(halves.get(2 * i));
                ups.add(halves.get(2 * i + 1));
            }
        } else {
            gates.addAll(tensors.stack(prefix + "ffn_gate_exps.weight", e.experts(), e.width(), config.width()));
            ups.addAll(tensors.stack(prefix + "ffn_up_exps.weight", e.experts(), e.width(), config.width()));
        }
        List<Tensor> downs = tensors.stack(prefix + "ffn_down_exps.weight", e.experts(), config.width(), e.width());
        List<DenseFeedForward> experts = new ArrayList<>();
        for (int i = 0; i < e.experts(); i++) {
            experts.add(new DenseFeedForward(
                    new DenseFeedForward.Weights(gates.get(i), ups.get(i), downs.get(i)), kernels));
        }
        return new ExpertFeedForward(router, experts, config.width(), kernels);
    }

    /** Experts among which a router chooses, and one that all tokens share. */
    SharedExpertFeedForward sharedExperts(FeedForwardConfig.SharedExperts e) {
        return new SharedExpertFeedForward(experts(e.experts()), network("_shexp", e.sharedWidth()),
                matrix("ffn_gate_inp_shexp", 1, config.width()), kernels);
    }

    private DenseFeedForward network(String suffix, int hidden) {
        return new DenseFeedForward(new DenseFeedForward.Weights(matrix("ffn_gate" + suffix, hidden, config.width()),
                matrix("ffn_up" + suffix, hidden, config.width()),
                matrix("ffn_down" + suffix, config.width(), hidden)), kernels);
    }

    private Tensor matrix(String name, int rows, int columns) {
        return tensors.matrix(prefix + name + ".weight", rows, columns);
    }
}
