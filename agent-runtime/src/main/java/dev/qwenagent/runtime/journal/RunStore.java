package dev.qwenagent.runtime.journal;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the lines of runs lie, and who may write them. It knows nothing of what they say. Thread-safe. */
interface RunStore extends AutoCloseable {

    /**
     * Makes room for a new run, and takes it.
     *
     * @throws dev.qwenagent.api.AgentException if it is there already, or cannot be written
     */
    HeldRun begin(String runId);

    /**
     * Takes a run.
     *
     * @throws dev.qwenagent.api.journal.RunTakenException if somebody else holds it
     * @throws dev.qwenagent.api.AgentException if there is none
     */
    HeldRun take(String runId);

    /** Reads a run; empty if there is none. */
    Optional<StoredRun> read(String runId);

    /** The ids of all runs. */
    List<String> runIds();

    /** The ids of those runs that nobody holds, as far as the store can tell without reading them of those that are not over. */
    List<String> left();

    /** Whether somebody holds a run. */
    boolean isHeld(String runId);

    @Override
    void close();

    /**
     * What lies there of a run. Immutable.
     *
     * @param lines its envelopes in order, without one that was not written to its end
     * @param key the run's wrapped key; null if it is not encrypted
     */
    record StoredRun(List<String> lines, @Nullable String key) {
        /** Copies the list. */
        public StoredRun {
            lines = List.copyOf(lines);
        }
    }

    /** How long something has to survive. */
    enum Durability {
        /** The end of this process. */
        PROCESS,
        /** The end of the machine. */
        DISK
    }

    /** How a run stands after what is written. */
    enum Standing {
        /** Somebody has to go on with it. */
        UNDER_WAY,
        /** It is over or waits. */
        AT_REST
    }

    /** A run in the hands of this worker. Not thread-safe. */
    interface HeldRun extends AutoCloseable {

        /** What lies there of it. */
        StoredRun stored();

        /** Stores the run's wrapped key, in the place of one that is there, and forces it to disk. */
        void keep(String key);

        /**
         * Puts envelopes after those that are there.
         *
         * @throws dev.qwenagent.api.journal.RunTakenException if the run passed into other hands; nothing was written
         * @throws dev.qwenagent.api.AgentException if they could not be written
         */
        void append(List<Envelope> envelopes, Durability durability, Standing standing);

        /** Forces all that was written to disk. */
        void force();

        /** Deletes all of it. */
        void delete();

        /** Gives it back; again is harmless. */
        @Override
        void close();
    }
}
