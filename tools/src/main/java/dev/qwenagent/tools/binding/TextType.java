package dev.qwenagent.tools.binding;

import java.util.function.Function;

/**
 * A type whose values are written as text in JSON.
 *
 * @param type the Java type
 * @param expected what errors say was expected, such as {@code a date such as 2026-11-23}
 * @param hint what a schema says of the form; empty for nothing
 * @param parse text to value; throws any runtime exception if the text is none
 */
public record TextType<T>(Class<T> type, String expected, String hint, Function<String, T> parse) {

    /** A type whose form is described to the model by the same words that errors use. */
    public static <T> TextType<T> of(Class<T> type, String expected, Function<String, T> parse) {
        return new TextType<>(type, expected, expected, parse);
    }

    /**
     * A type whose parser explains its refusals itself: the message of its exception is the error.
     *
     * @param parse text to value; throws {@link IllegalArgumentException} with a message for the model
     */
    public static <T> TextType<T> resolving(Class<T> type, Function<String, T> parse) {
        return new TextType<>(type, "", "", parse);
    }
}
