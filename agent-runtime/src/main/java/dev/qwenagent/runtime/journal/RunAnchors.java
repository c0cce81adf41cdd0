package dev.qwenagent.runtime.journal;

import java.util.List;

/**
 * Where the seals of runs are kept: best where whoever can write the journal cannot write, such as on another machine. Only ever
 * added to. Thread-safe.
 */
public interface RunAnchors {

    /** Keeps nothing. */
    RunAnchors NONE = new RunAnchors() {
        @Override
        public void add(AnchorRecord record) {}

        @Override
        public List<AnchorRecord> records() {
            return List.of();
        }
    };

    /**
     * Adds a record; when this returns it survives the end of the machine.
     *
     * @throws dev.qwenagent.api.AgentException if it could not be written
     */
    void add(AnchorRecord record);

    /**
     * All that was added, in order.
     *
     * @throws dev.qwenagent.api.AgentException if it cannot be read, or is not as it was written, with the number of the record
     */
    List<AnchorRecord> records();
}
