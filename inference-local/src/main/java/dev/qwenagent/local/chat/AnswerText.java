package dev.qwenagent.local.chat;

/** Takes the text outside of thoughts and tags, as it arrives. */
interface AnswerText {

    /** The next piece. */
    void accept(String text);

    /** Something else comes in between: what was held back is no beginning of anything. */
    void interrupt();

    /** There is no more text. */
    void finish(ReplyEnd end);

    /** Whether the text so far ends inside a tool call. */
    boolean isInsideCall();

    /** Whether nothing that follows belongs to the reply. */
    boolean isOver();
}
