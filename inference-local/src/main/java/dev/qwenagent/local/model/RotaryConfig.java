package dev.qwenagent.local.model;

/**
 * How a head of queries or keys carries its position.
 *
 * @param dimensions leading values of a head that are rotated, an even number
 * @param base base of the rotary frequencies
 * @param scaling how the rotation is stretched for contexts longer than those of training
 */
public record RotaryConfig(int dimensions, double base, Scaling scaling) {

    /** How the rotation is stretched. */
    public sealed interface Scaling {

        /** Not at all. */
        record None() implements Scaling {}

        /**
         * Every frequency is divided by a factor.
         *
         * @param factor at least 1
         */
        record Linear(double factor) implements Scaling {}

        /**
         * Low frequencies are divided by a factor, high ones are kept, those between are blended.
         *
         * @param factor how many times longer than in training the context is, at least 1
         * @param originalContext positions in training
         * @param fastTurns a frequency with more turns than this in the original context is kept
         * @param slowTurns a frequency with fewer turns than this in the original context is divided
         * @param magnitude what queries and keys are multiplied by
         */
        record Yarn(double factor, int originalContext, double fastTurns, double slowTurns,
                double magnitude) implements Scaling {}
    }
}
