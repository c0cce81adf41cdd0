package dev.qwenagent.local.chat;

/** What becomes known of a reply while it arrives. Calls are numbered from 0 in the order of their opening tags. */
public sealed interface ReplyEvent {

    /** The next piece of a thought. */
    record ThoughtPiece(String text) implements ReplyEvent {}

    /** The next piece of the answer. */
    record AnswerPiece(String text) implements ReplyEvent {}

    /** The name of a call is known, before any of its arguments is told; the call may yet prove broken. */
    record CallNamed(int index, String name) implements ReplyEvent {}

    /** The next piece of a call's arguments, as the model writes them. */
    record ArgumentsPiece(int index, String name, String text) implements ReplyEvent {}

    /** A call is complete. */
    record CallCompleted(int index, ToolCall.Complete call) implements ReplyEvent {}

    /** A call is broken and is not made. */
    record CallRejected(int index, ToolCall.Broken call) implements ReplyEvent {}

    /** The model ended its turn inside a thought: what was thought is the answer. */
    record ThoughtWasAnswer(String text) implements ReplyEvent {}
}
