package dev.qwenagent.api.tool;

import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Provenance;

/**
 * When and why a call is asked for. Immutable.
 *
 * @param turn the turn of the run, from 1
 * @param thinking the thought that led to the call; empty if there was none
 * @param provenance what in the conversation so far is confidential or untrusted
 */
public record Occasion(int turn, String thinking, Provenance provenance) {

    /** The label of the conversation so far. */
    public Label label() {
        return provenance.label();
    }
}
