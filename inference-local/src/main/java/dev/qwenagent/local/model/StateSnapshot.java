package dev.qwenagent.local.model;

import java.util.List;

/** The recurrent part of a {@link ModelState} at a position, to which it can be taken back. */
public final class StateSnapshot {

    private final int position;
    private final List<RecurrentState> recurrent;

    StateSnapshot(int position, List<RecurrentState> recurrent) {
        this.position = position;
        this.recurrent = recurrent;
    }

    /** Tokens that the state had taken in. */
    public int position() {
        return position;
    }

    List<RecurrentState> recurrent() {
        return recurrent;
    }
}
