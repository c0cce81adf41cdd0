package dev.qwenagent.runtime.journal;

/**
 * How far a chain reaches. Immutable.
 *
 * @param entries how many there are
 * @param hash of the last; zeros if there is none
 */
record Head(long entries, String hash) {

    static final Head EMPTY = new Head(0, "0".repeat(64));

    static Head of(Envelope last) {
        return new Head(last.number(), last.hash());
    }
}
