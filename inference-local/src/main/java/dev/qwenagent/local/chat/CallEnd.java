package dev.qwenagent.local.chat;

/** How the text of a tool call ended; what may be repaired depends on it. */
public enum CallEnd {

    /** By its closing tag. */
    CLOSED,

    /** Without closing tag, by the model ending its turn. */
    STOPPED,

    /** Without closing tag, by a limit or a cut. */
    CUT
}
