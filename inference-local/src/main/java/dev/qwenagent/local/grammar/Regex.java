package dev.qwenagent.local.grammar;

import java.util.ArrayList;
import java.util.List;

/** A regular expression over whole texts, as a tree. */
sealed interface Regex {

    /** No upper bound of a repetition. */
    int UNBOUNDED = -1;

    Regex EMPTY = new Sequence(List.of());
    Regex NEVER = new Choice(List.of());
    Regex ANYTHING = new Repeat(new Chars(CharSet.ANY), 0, UNBOUNDED);

    /** One character of a set. */
    record Chars(CharSet set) implements Regex {}

    /** One after the other. */
    record Sequence(List<Regex> parts) implements Regex {}

    /** One of several; none of none. */
    record Choice(List<Regex> options) implements Regex {}

    /** From {@code least} times to {@code most} times, which may be {@link #UNBOUNDED}. */
    record Repeat(Regex body, int least, int most) implements Regex {}

    static Regex sequence(Regex... parts) {
        return new Sequence(List.of(parts));
    }

    static Regex choice(Regex... options) {
        return new Choice(List.of(options));
    }

    static Regex optional(Regex body) {
        return new Repeat(body, 0, 1);
    }

    static Regex chars(char first, char last) {
        return new Chars(CharSet.range(first, last));
    }

    /** Exactly this text. */
    static Regex text(String text) {
        List<Regex> parts = new ArrayList<>();
        text.codePoints().forEach(c -> parts.add(new Chars(CharSet.of(c))));
        return new Sequence(List.copyOf(parts));
    }
}
