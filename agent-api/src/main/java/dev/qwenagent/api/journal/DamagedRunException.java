package dev.qwenagent.api.journal;

import dev.qwenagent.api.AgentException;

/** What the journal holds of a run is not as it was written; nothing may be resumed or concluded from it. */
public class DamagedRunException extends AgentException {

    private static final long serialVersionUID = 1L;

    /** The number of the entry, from 1. */
    private final long entry;
    private final String what;

    /**
     * Says where it is damaged.
     *
     * @param entry the number of the first entry that is not as it was written, from 1
     * @param what is wrong with it
     */
    public DamagedRunException(String runId, long entry, String what) {
        super("run " + runId + " is not as it was written: entry " + entry + " " + what);
        this.entry = entry;
        this.what = what;
    }

    /** The number of the first entry that is not as it was written, from 1. */
    public long entry() {
        return entry;
    }

    /** What is wrong with the entry. */
    public String what() {
        return what;
    }
}
