package dev.qwenagent.runtime.history;

import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.api.tool.UnknownOutcome;

/** How far a call of a round is. Immutable. */
public sealed interface CallState {

    /** Nothing of it has happened. */
    record NotBegun() implements CallState {}

    /** It was begun, nothing says how it went, it was decided that it is made again, and that has not begun. */
    record ToRepeat() implements CallState {}

    /** It was begun, and nothing says how it went. */
    record Begun(UnknownOutcome call) implements CallState {}

    /** It was begun, nothing says how it went, and it was decided that it is not made again. */
    record Left() implements CallState {}

    /** It has a result, which the model has not read. */
    record Ended(ToolOutcome outcome, String source) implements CallState {}

    /** The model has read its result, in this form. */
    record Answered(ToolOutcome read) implements CallState {}
}
