package dev.qwenagent.local.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads a reply as it arrives: tells a listener what becomes known, and makes the {@link Reply} of it in the end. Not
 * thread-safe: one reply, one reader.
 */
public final class ReplyReader {

    private static final String CALL_IN_THOUGHT = "error: a tool call inside a thought is not executed."
            + " Close the thought with </think>, then write the call.";

    private static final Pattern LINE_OF_CALL = Pattern.compile("(?m)^[ \\t]{0,8}Action Input:");

    private final ReplyRules rules;
    private final ToolCallParser parser;
    private final Consumer<ReplyEvent> listener;
    private final ThinkingSplitter splitter;
    private final StringBuilder thinking = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final List<ToolCall.Complete> calls = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private int lastThought;
    private int callIndex;
    private CallProgress progress;
    private String announced = "";

    private ReplyReader(ReplyRules rules, Consumer<ReplyEvent> listener, Start start) {
        this.rules = rules;
        this.parser = ToolCallParser.of(rules);
        this.listener = listener;
        this.progress = new CallProgress(rules.format());
        Collector collector = new Collector();
        this.splitter = switch (start) {
            case INSIDE_THOUGHT -> ThinkingSplitter.insideThought(rules, collector);
            case OUTSIDE -> ThinkingSplitter.ofReply(rules, collector);
        };
    }

    private enum Start {
        INSIDE_THOUGHT, OUTSIDE
    }

    /** A reader of the reply to this prompt. */
    public static ReplyReader after(RenderedPrompt prompt, ReplyRules rules, Consumer<ReplyEvent> listener) {
        return new ReplyReader(rules, listener, prompt.opensThought() ? Start.INSIDE_THOUGHT : Start.OUTSIDE);
    }

    /** A reader of a reply that opens its thoughts itself. */
    public static ReplyReader ofReply(ReplyRules rules, Consumer<ReplyEvent> listener) {
        return new ReplyReader(rules, listener, Start.OUTSIDE);
    }

    /** Whether the reply so far ends in a thought that has not been closed. */
    public boolean isInsideThought() {
        return splitter.isInsideThought();
    }

    /**
     * Whether the reply is complete although the model goes on: a stop text came, or what only a tool may write. What
     * follows is ignored; whoever generates can stop, and then ends the reply as {@link ReplyEnd#STOPPED}.
     */
    public boolean isOver() {
        return splitter.isOver();
    }

    /** Takes the next piece of the reply. */
    public void accept(String piece) {
        splitter.accept(piece);
    }

    /** Ends the reply. Call once. */
    public Reply finish(ReplyEnd end) {
        boolean neverClosed = splitter.isInsideThought();
        splitter.finish(splitter.isOver() ? ReplyEnd.STOPPED : end);
        boolean callInThought = splitter.sawCallInsideThought()
                || (rules.format() == CallFormat.REACT && LINE_OF_CALL.matcher(thinking).find());
        if (callInThought && calls.isEmpty()) {
            errors.add(CALL_IN_THOUGHT);
        }
        if (neverClosed && end == ReplyEnd.STOPPED && !callInThought) {
            String answer = thinking.substring(lastThought).stripLeading();
            listener.accept(new ReplyEvent.ThoughtWasAnswer(answer));
            return new Reply(thinking.substring(0, lastThought).stripTrailing(),
                    text.isEmpty() ? answer : text + "\n" + answer, calls, errors, ThoughtEnd.WAS_ANSWER);
        }
        return new Reply(thinking.toString(), text.toString(), calls, errors,
                neverClosed ? ThoughtEnd.LEFT_OPEN : ThoughtEnd.CLOSED);
    }

    private final class Collector implements ThinkingSplitter.Parts {

        @Override
        public void thoughtOpened() {
            lastThought = thinking.length();
        }

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
            announce(name);
            String arguments = progress.takeArguments();
            if (!arguments.isEmpty()) {
                listener.accept(new ReplyEvent.ArgumentsPiece(callIndex, name, arguments));
            }
        }

        private void announce(String name) {
            if (announced.isEmpty()) {
                announced = name;
                listener.accept(new ReplyEvent.CallNamed(callIndex, name));
            }
        }

        @Override
        public void callEnded(String body, CallEnd end) {
            switch (parser.parse(body, end)) {
                case ToolCall.Complete complete when announced.isEmpty() || announced.equals(complete.name()) -> {
                    announce(complete.name());
                    calls.add(complete);
                    listener.accept(new ReplyEvent.CallCompleted(callIndex, complete));
                }
                case ToolCall.Complete complete -> reject(parser.ambiguous(announced, complete.name()));
                case ToolCall.Broken broken -> reject(broken);
            }
            callIndex++;
            progress = new CallProgress(rules.format());
            announced = "";
        }

        private void reject(ToolCall.Broken broken) {
            errors.add(broken.error());
            listener.accept(new ReplyEvent.CallRejected(callIndex, broken));
        }
    }
}
