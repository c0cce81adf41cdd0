package dev.qwenagent.local.model;

/** The scalar functions that the blocks' gates are made of. */
final class Gates {

    private Gates() {}

    /** {@code 1 / (1 + exp(-x))}. */
    static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }

    /** {@code log(1 + exp(x))}, without overflow. */
    static float softplus(float x) {
        return x > 20 ? x : (float) Math.log1p(Math.exp(x));
    }
}
