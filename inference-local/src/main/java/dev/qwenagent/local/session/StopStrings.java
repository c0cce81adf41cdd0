package dev.qwenagent.local.session;

import dev.qwenagent.local.tokenizer.StreamingDecoder;
import java.util.List;

/**
 * Ends a generation as soon as its text has one of some strings, also one that begins in one token and ends in another.
 * The tokens of the string stay in what was made; whoever shows the text cuts it off there. For one generation.
 */
public final class StopStrings {

    private final StreamingDecoder decoder;
    private final List<String> strings;
    private final int longest;
    private final StringBuilder tail = new StringBuilder();

    /**
     * Strings to stop at.
     *
     * @param decoder a new one of the model's tokenizer
     * @param strings none of them empty
     */
    public StopStrings(StreamingDecoder decoder, List<String> strings) {
        if (strings.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("stop strings: expected none to be empty, found " + strings);
        }
        this.decoder = decoder;
        this.strings = List.copyOf(strings);
        this.longest = strings.stream().mapToInt(String::length).max().orElse(0);
    }

    /** Takes in the next token, and tells whether its text ends, or has within it the end of, one of the strings. */
    boolean endAt(int token) {
        if (strings.isEmpty()) {
            return false;
        }
        tail.append(decoder.accept(token));
        for (String string : strings) {
            if (tail.indexOf(string) >= 0) {
                return true;
            }
        }
        tail.delete(0, Math.max(0, tail.length() - (longest - 1)));
        return false;
    }
}
