package dev.qwenagent.local.chat;

/** How the last thought of a reply ended. */
public enum ThoughtEnd {

    /** It was closed, or there was none. */
    CLOSED,

    /** It was never closed, and stays a thought: the reply was cut, or a call stands in it. */
    LEFT_OPEN,

    /** The model ended its turn inside it: what was thought is the answer. */
    WAS_ANSWER
}
