package dev.qwenagent.runtime.remote;

/** Whether a model lets itself be told to think. */
public enum ThinkingHabit {
    /** It thinks or does not, as it is told. */
    BY_CHOICE,
    /** It always thinks; telling it not to is an error at the server. */
    ALWAYS,
    /** It never does. */
    NEVER
}
