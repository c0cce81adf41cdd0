package dev.qwenagent.local.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads a reply as it arrives: tells a listener what becomes known, and makes the {@link Reply} of it in the end. Not
 * thread-safe: one reply, one reader.
 */
public final class ReplyReader {

    private static final String CALL_IN_THOUGHT = "error: a tool call inside a thought is not executed."
            + " Close the thought with </think>, then write the call.";

    private final Consumer<ReplyEvent> listener;
    private final ThinkingSplitter splitter;
    private final StringBuilder thinking = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final List<ToolCall.Complete> calls = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private int callIndex;
    private CallProgress progress = new CallProgress();
    private boolean announced;

    private ReplyReader(Function<ThinkingSplitter.Parts, ThinkingSplitter> splitter, Consumer<ReplyEvent> listener) {
        this.listener = listener;
        this.splitter = splitter.apply(new Collector());
    }

    /** A reader of the reply to this prompt. */
    public static ReplyReader after(RenderedPrompt prompt, Consumer<ReplyEvent> listener) {
        return prompt.opensThought() ? new ReplyReader(ThinkingSplitter::insideThought, listener) : ofReply(listener);
    }

    /** A reader of a reply that opens its thoughts itself. */
    public static ReplyReader ofReply(Consumer<ReplyEvent> listener) {
        return new ReplyReader(ThinkingSplitter::ofReply, listener);
    }

    /** Whether the reply so far ends in a thought that has not been closed. */
    public boolean isInsideThought() {
        return splitter.isInsideThought();
    }

    /** Takes the next piece of the reply. */
    public void accept(String piece) {
        splitter.accept(piece);
    }

    /** Ends the reply. Call once. */
    public Reply finish(ReplyEnd end) {
        boolean neverClosed = splitter.isInsideThought();
        splitter.finish(end);
        if (splitter.sawCallInsideThought() && calls.isEmpty()) {
            errors.add(CALL_IN_THOUGHT);
        }
        if (neverClosed && end == ReplyEnd.STOPPED) {
            String answer = thinking.toString();
            listener.accept(new ReplyEvent.ThoughtWasAnswer(answer));
            return new Reply("", text.isEmpty() ? answer : text + "\n" + answer, calls, errors, true);
        }
        return new Reply(thinking.toString(), text.toString(), calls, errors, neverClosed);
    }

    private final class Collector implements ThinkingSplitter.Parts {

        @Override
        public void thought(String piece) {
            thinking.append(piece);
            listener.accept(new ReplyEvent.ThoughtPiece(piece));
        }

        @Override
        public void answer(String piece) {
            text.append(piece);
            listener.accept(new ReplyEvent.AnswerPiece(piece));
        }

        @Override
        public void callText(String piece) {
            progress.accept(piece);
            String name = progress.name();
            if (name == null) {
                return;
            }
            if (!announced) {
                announced = true;
                listener.accept(new ReplyEvent.CallNamed(callIndex, name));
            }
            String arguments = progress.takeArguments();
            if (!arguments.isEmpty()) {
                listener.accept(new ReplyEvent.ArgumentsPiece(callIndex, name, arguments));
            }
        }

        @Override
        public void callEnded(String body, CallEnd end) {
            switch (ToolCallParser.parse(body, end)) {
                case ToolCall.Complete complete -> {
                    calls.add(complete);
                    listener.accept(new ReplyEvent.CallCompleted(callIndex, complete));
                }
                case ToolCall.Broken broken -> {
                    errors.add(broken.error());
                    listener.accept(new ReplyEvent.CallRejected(callIndex, broken));
                }
            }
            callIndex++;
            progress = new CallProgress();
            announced = false;
        }
    }
}
