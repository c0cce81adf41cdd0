package dev.qwenagent.memory;

/** How many tokens of a conversation a model gets to see; asked each time a message was added. */
public interface WindowSize {

    /** When there are more, the oldest go. */
    int most();

    /** How many may be left when the oldest go: less than the most, so that a cached prefix stays useful for a while. */
    int left();

    /**
     * A number of tokens, of which three quarters may be left.
     *
     * @param tokens at least 1
     * @throws IllegalArgumentException if it is less
     */
    static WindowSize of(int tokens) {
        if (tokens < 1) {
            throw new IllegalArgumentException("a token window has room for at least 1 token, found " + tokens);
        }
        return new WindowSize() {
            @Override
            public int most() {
                return tokens;
            }

            @Override
            public int left() {
                return tokens - tokens / 4;
            }
        };
    }
}
