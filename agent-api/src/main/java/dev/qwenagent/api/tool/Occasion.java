package dev.qwenagent.api.tool;

import dev.qwenagent.api.label.Label;

/**
 * When and why a call is asked for. Immutable.
 *
 * @param turn the turn of the run, from 1
 * @param thinking the thought that led to the call; empty if there was none
 * @param label the label of the conversation so far
 */
public record Occasion(int turn, String thinking, Label label) {}
