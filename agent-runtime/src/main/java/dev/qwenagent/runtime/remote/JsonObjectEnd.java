package dev.qwenagent.runtime.remote;

/** Sees, piece by piece, where a JSON object ends, without reading any character twice. Not thread-safe. */
final class JsonObjectEnd {

    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean ended;

    /** Whether the object's closing brace has been read. */
    boolean isReached() {
        return ended;
    }

    /** Whether an object or an array has been opened. */
    boolean isBegun() {
        return depth > 0 || ended;
    }

    /** Reads on. */
    void read(String piece) {
        for (int i = 0; i < piece.length() && !ended; i++) {
            read(piece.charAt(i));
        }
    }

    private void read(char character) {
        if (escaped) {
            escaped = false;
        } else if (inString) {
            escaped = character == '\\';
            inString = character != '"';
        } else {
            switch (character) {
                case '"' -> inString = true;
                case '{', '[' -> depth++;
                case '}', ']' -> ended = --depth <= 0;
                default -> {
                }
            }
        }
    }
}
