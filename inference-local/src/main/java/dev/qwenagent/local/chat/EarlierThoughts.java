package dev.qwenagent.local.chat;

/** What a model reads of the thoughts behind its earlier replies, where its template leaves the choice. */
public enum EarlierThoughts {

    /** Whatever the template does when it is not told: what the model's family was trained on. */
    AS_TRAINED,

    /** All of them: Qwen3.6 and later. */
    KEPT,

    /** Only those since the last question: Qwen3.6 and later. */
    DROPPED
}
