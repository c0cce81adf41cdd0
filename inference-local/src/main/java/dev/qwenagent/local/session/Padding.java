package dev.qwenagent.local.session;

/**
 * What becomes of the ids that stand for no text: entries of the vocabulary that the file marks as unused, and rows of the
 * output beyond the vocabulary. They exist to give the matrices a round size.
 */
public enum Padding {
    /** They have no score, so that no sampler chooses them. */
    EXCLUDED,
    /** They keep the scores that the model gives them, as in the reference implementations: for comparing with those. */
    SCORED
}
