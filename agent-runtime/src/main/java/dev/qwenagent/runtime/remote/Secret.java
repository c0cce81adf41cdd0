package dev.qwenagent.runtime.remote;

import dev.langchain4j.exception.AuthenticationException;

/** A key that is sent to a server and shown to nobody: it has no accessor, and prints as {@code ***}. */
public final class Secret {

    private static final String HIDDEN = "***";

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * A secret; white space around it, such as the line end of a file, is dropped.
     *
     * @throws AuthenticationException if nothing is left, or it holds a character that no key has
     */
    public static Secret of(String value) {
        String key = value.strip();
        if (key.isEmpty() || !key.chars().allMatch(character -> character > ' ' && character < 127)) {
            throw new AuthenticationException(key.isEmpty()
                    ? "the API key is empty; expected a text such as sk-..."
                    : "the API key holds a space, a line end or a sign outside ASCII; copy it again");
        }
        return new Secret(key);
    }

    /** The value of the header that carries the key. */
    String authorization() {
        return "Bearer " + value;
    }

    /** A text of someone else's with the key taken out, should it be repeated there. */
    String removedFrom(String text) {
        return text.replace(value, HIDDEN);
    }

    /** Never the key. */
    @Override
    public String toString() {
        return HIDDEN;
    }
}
