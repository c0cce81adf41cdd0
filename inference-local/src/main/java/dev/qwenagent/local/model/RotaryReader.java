package dev.qwenagent.local.model;

import dev.qwenagent.local.gguf.GgufFormatException;

/** Reads how a model's heads carry their position. */
final class RotaryReader {

    private static final double FAST_TURNS = 32;
    private static final double SLOW_TURNS = 1;

    private final ArchitectureKeys keys;
    private final int headSize;

    RotaryReader(ArchitectureKeys keys, int headSize) {
        this.keys = keys;
        this.headSize = headSize;
    }

    RotaryConfig read() {
        int dimensions = keys.find("rope.dimension_count").orElse(headSize);
        keys.require("rope.dimension_count", dimensions > 0 && dimensions % 2 == 0 && dimensions <= headSize,
                "an even number up to %d".formatted(headSize));
        double base = keys.real("rope.freq_base");
        keys.require("rope.freq_base", base > 1 && Double.isFinite(base), "a number above 1");
        return new RotaryConfig(dimensions, base, scaling());
    }

    private RotaryConfig.Scaling scaling() {
        String type = keys.findText("rope.scaling.type").orElse("none");
        return switch (type) {
            case "none" -> new RotaryConfig.Scaling.None();
            case "linear" -> new RotaryConfig.Scaling.Linear(factor());
            case "yarn" -> yarn();
            default -> throw new GgufFormatException(
                    "%s: rotary scaling '%s' is not supported, expected none, linear or yarn; use another file"
                            .formatted(keys.place("rope.scaling.type"), type));
        };
    }

    private double factor() {
        double factor = keys.real("rope.scaling.factor");
        keys.require("rope.scaling.factor", factor >= 1 && Double.isFinite(factor), "a number of at least 1");
        return factor;
    }

    private RotaryConfig.Scaling yarn() {
        double factor = factor();
        int original = keys.extent("rope.scaling.original_context_length");
        double fast = turns("rope.scaling.yarn_beta_fast", FAST_TURNS);
        double slow = turns("rope.scaling.yarn_beta_slow", SLOW_TURNS);
        keys.require("rope.scaling.yarn_beta_fast", fast >= slow, "at least yarn_beta_slow %s".formatted(slow));
        double attention = keys.findReal("rope.scaling.attn_factor").orElse(1.0);
        keys.require("rope.scaling.attn_factor", attention > 0 && Double.isFinite(attention), "a positive number");
        return new RotaryConfig.Scaling.Yarn(factor, original, fast, slow, attention * (1 + 0.1 * Math.log(factor)));
    }

    private double turns(String key, double otherwise) {
        double turns = keys.findReal(key).orElse(otherwise);
        keys.require(key, turns > 0 && Double.isFinite(turns), "a positive number");
        return turns;
    }
}
