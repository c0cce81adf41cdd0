package dev.qwenagent.local.grammar;

/** A pattern is malformed, or uses what an automaton cannot do. */
final class PatternException extends Exception {

    private static final long serialVersionUID = 1L;

    PatternException(String message) {
        super(message, null, false, false);
    }
}
