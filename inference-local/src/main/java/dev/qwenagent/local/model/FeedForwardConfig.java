package dev.qwenagent.local.model;

/** The extents of the part of a layer that transforms each token by itself. */
public sealed interface FeedForwardConfig {

    /**
     * Every token passes through the same network.
     *
     * @param width its hidden width
     */
    record Dense(int width) implements FeedForwardConfig {}

    /**
     * A token passes through the few experts that a router chooses for it.
     *
     * @param experts experts in a layer
     * @param used experts that a token passes through
     * @param width hidden width of an expert
     * @param shares what the chosen experts count
     */
    record Experts(int experts, int used, int width, Shares shares) implements FeedForwardConfig {}

    /**
     * Besides, all tokens pass through an expert that they share.
     *
     * @param experts the experts that are chosen
     * @param sharedWidth hidden width of the expert that is shared
     */
    record SharedExperts(Experts experts, int sharedWidth) implements FeedForwardConfig {}

    /** What the chosen experts of a token count. */
    enum Shares {
        /** Their probabilities among all experts. */
        OF_ALL,
        /** Their probabilities, scaled to sum to 1. */
        OF_CHOSEN
    }
}
