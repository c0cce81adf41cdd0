package dev.qwenagent.api.journal;

import java.util.List;

/** Where runs are written down. Thread-safe. */
public interface RunJournal extends AutoCloseable {

    /** Keeps nothing. */
    RunJournal NONE = new RunJournal() {
        @Override
        public void append(JournalEntry entry) {}

        @Override
        public List<JournalEntry> read(String runId) {
            return List.of();
        }

        @Override
        public void close() {}
    };

    /**
     * Writes an entry. When this returns the entry survives the end of the process; what it announces happens after that.
     *
     * @throws dev.qwenagent.api.AgentException if it could not be written; the run then fails before the effect
     */
    void append(JournalEntry entry);

    /**
     * Reads a run back.
     *
     * @return its entries in order; empty if the journal has no such run
     * @throws dev.qwenagent.api.AgentException if it could not be read, with the file and the place
     */
    List<JournalEntry> read(String runId);

    @Override
    void close();
}
