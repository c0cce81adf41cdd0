package dev.qwenagent.runtime.remote;

/** Who opens the thoughts in a server's text. */
public enum ThoughtOpening {

    /** The model, by a tag in its reply. */
    BY_MODEL,

    /** The server's prompt, so that the reply goes on in the thought: Qwen3.5 and later, and models that always think. */
    BY_PROMPT
}
