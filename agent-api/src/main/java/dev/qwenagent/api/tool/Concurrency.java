package dev.qwenagent.api.tool;

/** Which calls of one turn may be under way at the same time. */
public enum Concurrency {
    /** Its calls run together with those before and after it that may as well. */
    TOGETHER,
    /** Each of its calls begins when those before it have ended, and ends before those after it begin. */
    ALONE
}
