package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.AgentException;

/** A run is encrypted with a key that was not given; nothing is wrong with it. */
final class LockedRunException extends AgentException {

    private static final long serialVersionUID = 1L;

    LockedRunException(String message) {
        super(message);
    }
}
