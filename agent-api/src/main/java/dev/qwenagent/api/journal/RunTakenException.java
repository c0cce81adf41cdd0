package dev.qwenagent.api.journal;

import dev.qwenagent.api.AgentException;

/** A run is in the hands of another worker, or has passed into them; whoever gets this must not go on with it. */
public class RunTakenException extends AgentException {

    private static final long serialVersionUID = 1L;

    /** Says which run, and who has it as far as is known. */
    public RunTakenException(String message) {
        super(message);
    }
}
