package dev.qwenagent.api.label;

/**
 * A value with its label: what a tool method returns when its result is not plain. As immutable as the value.
 *
 * @param value the result itself
 * @param label what is known of it
 */
public record Labelled<T>(T value, Label label) {

    /** A value that may only be seen by models cleared for it. */
    public static <T> Labelled<T> confidential(T value) {
        return new Labelled<>(value, Label.CONFIDENTIAL);
    }

    /** A value from a source that may be an attacker's. */
    public static <T> Labelled<T> untrusted(T value) {
        return new Labelled<>(value, Label.UNTRUSTED);
    }
}
