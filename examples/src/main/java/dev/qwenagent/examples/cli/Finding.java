package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.console.Style;
import java.util.Locale;

/**
 * What a look at one thing came to.
 *
 * @param state how it is
 * @param subject what was looked at
 * @param text what was found, and what to do if it is not well
 */
record Finding(State state, String subject, String text) {

    /** How something is. */
    enum State {
        /** As it should be. */
        OK,
        /** It works without, less well. */
        WARN,
        /** Nothing works without. */
        MISSING
    }

    static Finding ok(String subject, String text) {
        return new Finding(State.OK, subject, text);
    }

    static Finding warn(String subject, String text) {
        return new Finding(State.WARN, subject, text);
    }

    static Finding missing(String subject, String text) {
        return new Finding(State.MISSING, subject, text);
    }

    String line(Style style) {
        String word = "%-8s".formatted(state.name().toLowerCase(Locale.ROOT));
        String look = switch (state) {
            case OK -> style.good(word);
            case WARN -> style.warning(word);
            case MISSING -> style.bad(word);
        };
        return look + "%-12s ".formatted(subject) + text;
    }
}
