package dev.qwenagent.api.label;

/**
 * A person's decision that a source of a conversation is less confidential, or more to be trusted, than its label says. It is
 * the only way in which a label falls; it is told, journalled and kept with the conversation. Immutable.
 *
 * <p>Nothing in the library makes one by itself, and no tool does. Who the person is and whether they may decide is for the
 * application to know; the library writes down what it is told.
 *
 * @param source the source's name, exactly as the conversation has it
 * @param label what is to be known of it from now on
 * @param who the person, not blank
 * @param reason why, for whoever reads the journal; may be empty
 */
public record Declassification(String source, Label label, String who, String reason) {

    /**
     * Checks that somebody decided.
     *
     * @throws IllegalArgumentException if nobody is named
     */
    public Declassification {
        if (who.isBlank()) {
            throw new IllegalArgumentException(
                    "a declassification of " + source + " names the person who decided, found nobody");
        }
    }
}
