package dev.qwenagent.api.journal;

import java.util.List;

/**
 * The right to write to one run, held by one worker at a time until it is closed. Thread-safe.
 *
 * <p>Whoever lost it, because a lease ran out and another worker claimed the run, cannot write any more: every write is
 * checked, and since each effect of a run is written before it happens, nothing happens either.
 */
public interface RunWriter extends AutoCloseable {

    /** Writes nothing down. */
    RunWriter NONE = new RunWriter() {
        @Override
        public void append(List<? extends JournalEntry> entries) {}

        @Override
        public boolean isKeeping() {
            return false;
        }

        @Override
        public void close() {}
    };

    /**
     * Writes entries of the run in their order. Where it fails, those that it wrote are the first of them, or none; a database
     * writes all or none. When this returns they survive the end of the process, and the
     * end of the machine too if one of them is {@linkplain JournalEntry#isForced() forced}, together with all before them.
     *
     * @throws RunTakenException if the run has passed into other hands; nothing was written
     * @throws dev.qwenagent.api.AgentException if they could not be written; what they announce must not happen
     */
    void append(List<? extends JournalEntry> entries);

    /** Writes one entry, see {@link #append(List)}. */
    default void append(JournalEntry entry) {
        append(List.of(entry));
    }

    /** Whether what is written is kept; if not, nobody needs to make entries. */
    default boolean isKeeping() {
        return true;
    }

    /** Gives the run back; again is harmless. */
    @Override
    void close();
}
