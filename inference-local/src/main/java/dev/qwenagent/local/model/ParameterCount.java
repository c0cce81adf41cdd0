package dev.qwenagent.local.model;

import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.TensorInfo;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many numbers a model has learned.
 *
 * @param all of every tensor in the file
 * @param active what a token passes through: of the experts only those that are chosen, of layers only those of the main
 *        stack
 */
public record ParameterCount(long all, long active) {

    private static final Pattern LAYER = Pattern.compile("blk\\.(\\d{1,5})\\..*");

    /** Counts the parameters of a model. */
    public static ParameterCount of(GgufFile file, ModelConfig config) {
        long all = 0;
        long active = 0;
        for (TensorInfo tensor : file.tensors()) {
            all += tensor.elements();
            active += active(tensor, config);
        }
        return new ParameterCount(all, active);
    }

    private static long active(TensorInfo tensor, ModelConfig config) {
        Matcher name = LAYER.matcher(tensor.name());
        if (!name.matches()) {
            return tensor.elements();
        }
        int layer = Integer.parseInt(name.group(1));
        if (layer >= config.layers().size()) {
            return 0;
        }
        return tensor.name().contains("_exps.") ? ofExperts(tensor, config.layers().get(layer).feedForward())
                : tensor.elements();
    }

    private static long ofExperts(TensorInfo tensor, FeedForwardConfig config) {
        return switch (config) {
            case FeedForwardConfig.Dense _ -> tensor.elements();
            case FeedForwardConfig.Experts experts -> chosen(tensor, experts);
            case FeedForwardConfig.SharedExperts shared -> chosen(tensor, shared.experts());
        };
    }

    private static long chosen(TensorInfo tensor, FeedForwardConfig.Experts experts) {
        return tensor.elements() / experts.experts() * experts.used();
    }
}
