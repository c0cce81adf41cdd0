package dev.qwenagent.local.model;

/** The part of a layer that transforms each token by itself. */
sealed interface FeedForward permits DenseFeedForward, ExpertFeedForward, SharedExpertFeedForward {

    /** From {@code normed} to {@code mixed} for {@code n} tokens. */
    void apply(Workspace ws, int n);
}
