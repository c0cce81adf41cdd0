package dev.qwenagent.local.grammar;

/** An automaton would grow beyond what one may: the schema is refused in place of taking all memory or for ever. */
final class TooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooLargeException(String what) {
        super(what, null, false, false);
    }
}
