package dev.qwenagent.local.session;

/** The tokens that a constraint asks for next, and how many there were in a generation. Not thread-safe. */
final class ForcedTokens {

    private int[] tokens = {};
    private int at;
    private int made;
    private boolean endedByLimit;

    /** Takes tokens that must come next. */
    void begin(int[] next) {
        tokens = next;
        at = 0;
    }

    /** Takes tokens that bring what is written to its end, because there is no room for more; none if there is. */
    void end(int[] next) {
        begin(next);
        endedByLimit |= next.length > 0;
    }

    /** Forgets what has not come yet: something else came in its place. */
    void drop() {
        begin(new int[0]);
    }

    /** Whether there is a token that must come next. */
    boolean goesOn() {
        return at < tokens.length;
    }

    int next() {
        made++;
        return tokens[at++];
    }

    /** How many tokens came that nobody chose. */
    int made() {
        return made;
    }

    /** Whether something was brought to its end before the model would have. */
    boolean endedByLimit() {
        return endedByLimit;
    }
}
