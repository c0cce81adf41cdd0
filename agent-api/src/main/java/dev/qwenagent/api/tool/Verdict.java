package dev.qwenagent.api.tool;

/** A policy's judgement. Immutable. */
public sealed interface Verdict {

    /** The rule that decided, for people. */
    String rule();

    /** The call may be made. */
    record Allow(String rule) implements Verdict {}

    /** A person decides. */
    record Ask(String rule) implements Verdict {}

    /** The call must not be made. */
    record Deny(String rule) implements Verdict {}
}
