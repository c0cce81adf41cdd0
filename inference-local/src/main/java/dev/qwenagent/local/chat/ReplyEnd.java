package dev.qwenagent.local.chat;

/** Why there is no more text. */
public enum ReplyEnd {

    /** The model ended its turn itself. */
    STOPPED,

    /** Something else ended it: a limit, a cancellation, a broken connection. What is incomplete stays unknown. */
    CUT
}
