package dev.qwenagent.api.journal;

import dev.qwenagent.api.AgentException;
import java.util.List;

/** Where runs are written down. Thread-safe. */
public interface RunJournal extends AutoCloseable {

    /** Keeps nothing. */
    RunJournal NONE = new RunJournal() {
        @Override
        public RunWriter begin(String runId) {
            return RunWriter.NONE;
        }

        @Override
        public RunWriter claim(String runId) {
            throw new AgentException("run " + runId + " is in no journal: this agent keeps none; give it one");
        }

        @Override
        public List<JournalEntry> read(String runId) {
            return List.of();
        }

        @Override
        public List<RunSummary> runs() {
            return List.of();
        }

        @Override
        public void delete(String runId) {
            throw new AgentException("run " + runId + " is in no journal, so there is nothing to delete");
        }

        @Override
        public void close() {}
    };

    /**
     * Begins a new run.
     *
     * @throws AgentException if there is a run of this id already, or it cannot be written
     */
    RunWriter begin(String runId);

    /**
     * Takes a run that exists, to go on with it.
     *
     * @throws RunTakenException if somebody else holds it
     * @throws AgentException if there is no such run, or what is there of it has been damaged or changed
     */
    RunWriter claim(String runId);

    /**
     * Reads a run back.
     *
     * @return its entries in order; empty if the journal has no such run
     * @throws AgentException if it could not be read or was changed, with the place and the number of the entry
     */
    List<JournalEntry> read(String runId);

    /**
     * All runs, the newest first.
     *
     * @throws AgentException if the journal could not be read
     */
    List<RunSummary> runs();

    /**
     * The runs that nobody works on though they have not ended: their workers died. Another worker may claim them.
     *
     * @throws AgentException if the journal could not be read
     */
    default List<RunSummary> left() {
        return runs().stream().filter(run -> run.state() == RunSummary.State.LEFT).toList();
    }

    /**
     * Deletes a run so that nothing of what it said can be read any more.
     *
     * @throws RunTakenException if somebody works on it
     * @throws AgentException if there is no such run, or it could not be deleted
     */
    void delete(String runId);

    @Override
    void close();
}
