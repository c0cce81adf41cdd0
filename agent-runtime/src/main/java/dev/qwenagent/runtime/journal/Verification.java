package dev.qwenagent.runtime.journal;

import java.time.Instant;
import java.util.Set;

/** What was found when a run was held against what proves that it is as it was written. */
public sealed interface Verification {

    /** The run. */
    String runId();

    /** Whether nothing is wrong. */
    default boolean isSound() {
        return switch (this) {
            case Sound _,Deleted _ -> true;
            case Broken _,Missing _ -> false;
        };
    }

    /**
     * It is as it was written, as far as the witnesses can tell.
     *
     * @param entries how many it has
     * @param witnesses what speaks for it
     */
    record Sound(String runId, long entries, Set<Witness> witnesses) implements Verification {
        /** Copies the set. */
        public Sound {
            witnesses = Set.copyOf(witnesses);
        }
    }

    /**
     * It was damaged or changed.
     *
     * @param entry the number of the first entry that is not as it was written, from 1
     * @param what is wrong with it
     */
    record Broken(String runId, long entry, String what) implements Verification {}

    /**
     * It was sealed, is not there, and nobody said that it was deleted.
     *
     * @param sealed when
     * @param entries how many it had
     */
    record Missing(String runId, Instant sealed, long entries) implements Verification {}

    /**
     * It was deleted on purpose.
     *
     * @param at when
     * @param entries how many it had
     */
    record Deleted(String runId, Instant at, long entries) implements Verification {}

    /** What speaks for a run. */
    enum Witness {
        /**
         * The hashes from entry to entry: nothing was changed, removed or put between by somebody who did not compute all hashes
         * after it again.
         */
        CHAIN,
        /** The signature of every entry: nobody without the key wrote any of them. */
        KEY,
        /** A seal outside of the journal: up to there it was neither rewritten nor cut by whoever could not change the seals too. */
        ANCHOR
    }
}
