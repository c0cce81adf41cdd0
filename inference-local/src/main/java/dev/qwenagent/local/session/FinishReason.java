package dev.qwenagent.local.session;

/** Why a generation ended. */
public enum FinishReason {
    /** A stop token was chosen, or the text has a stop string. */
    STOP,
    /** The most tokens allowed were made, or what a constraint asks for was brought to its end so that they are enough. */
    TOKEN_LIMIT,
    /** The context is full. */
    CONTEXT_FULL,
    /** Somebody wanted it to end. */
    CANCELLED
}
