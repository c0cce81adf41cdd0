package dev.qwenagent.local.chat;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits the text that a model writes, as it arrives, into thoughts, answer and tool calls.
 *
 * <p>
 * A tag that has arrived in part is held back until it is known to be one or not, and so is half a character; how the text
 * is cut into pieces makes no difference to what comes out. A call inside a thought is part of the thought. White space around thoughts and answer is
 * dropped. Takes time proportional to the text. Not thread-safe: one reply, one splitter.
 */
public final class ThinkingSplitter {

    static final String OPENING = "<think>";
    static final String CLOSING = "</think>";
    static final String CALL_OPENING = "<tool_call>";
    static final String CALL_CLOSING = "</tool_call>";

    /** Longer texts are split in pieces of this many characters, so that each search is short. */
    private static final int SLICE = 256;

    /** Receives the parts of a reply in the order in which they were written. */
    public interface Parts {

        /** A thought was opened by a tag. */
        void thoughtOpened();

        /** The next piece of a thought; never empty. */
        void thought(String piece);

        /** The next piece of the answer; never empty. */
        void answer(String piece);

        /** The next piece of the text of a tool call; never empty. */
        void callText(String piece);

        /** A tool call has ended; {@code body} is its whole text, without the tags. */
        void callEnded(String body, CallEnd end);
    }

    private enum State {
        ANSWER, THOUGHT, CALL, AFTER_BARE_CALL, OVER
    }

    private final Parts parts;
    private final TrimmedStream thought;
    private final AnswerText answer;
    private final Tags tagsOfAnswer;
    private final Tags tagsOfThought;
    private final StringBuilder held = new StringBuilder();
    private String halfCharacter = "";
    private State state;
    private boolean thoughtIsEmpty = true;
    private boolean callInThought;
    private boolean stringsAreTrusted = true;
    private boolean callIsBare;
    private CallBody call = CallBody.betweenTags();
    private int callSent;

    private ThinkingSplitter(State state, ReplyRules rules, Parts parts) {
        this.state = state;
        this.parts = parts;
        this.thought = new TrimmedStream(parts::thought);
        AnswerStream text = new AnswerStream(new TrimmedStream(parts::answer), rules.stops());
        List<String> opening = new ArrayList<>(List.of(OPENING));
        this.answer = switch (rules.format()) {
            case JSON -> {
                opening.add(CALL_OPENING);
                yield text;
            }
            case XML -> {
                opening.add(CALL_OPENING);
                rules.tools().forEach(tool -> opening.add(XmlCall.OPENING + tool.name() + ">"));
                yield text;
            }
            case REACT -> new ReActLines(text, thought, parts);
        };
        this.tagsOfAnswer = new Tags(List.copyOf(opening));
        opening.add(CLOSING);
        this.tagsOfThought = new Tags(List.copyOf(opening));
    }

    /** A splitter for a reply that opens its thoughts itself. */
    public static ThinkingSplitter ofReply(ReplyRules rules, Parts parts) {
        return new ThinkingSplitter(State.ANSWER, rules, parts);
    }

    /** A splitter for a reply whose prompt has opened the thought already. */
    public static ThinkingSplitter insideThought(ReplyRules rules, Parts parts) {
        return new ThinkingSplitter(State.THOUGHT, rules, parts);
    }

    /** A splitter for the reply to a prompt that tells where thoughts are, and nobody what they hold. */
    public static ThinkingSplitter silent(RenderedPrompt prompt, ReplyRules rules) {
        return new ThinkingSplitter(prompt.opensThought() ? State.THOUGHT : State.ANSWER, rules, Unheard.PARTS);
    }

    /** The same for what comes behind a call. */
    static ThinkingSplitter silentAfterCall(ReplyRules rules) {
        return new ThinkingSplitter(State.ANSWER, rules, Unheard.PARTS);
    }

    private enum Unheard implements Parts {

        PARTS;

        @Override
        public void thoughtOpened() {}

        @Override
        public void thought(String piece) {}

        @Override
        public void answer(String piece) {}

        @Override
        public void callText(String piece) {}

        @Override
        public void callEnded(String body, CallEnd end) {}
    }

    /** Whether the text so far ends in a thought that has not been closed. */
    public boolean isInsideThought() {
        return state == State.THOUGHT;
    }

    /** Whether the text so far ends in a tool call that has not been closed. */
    public boolean isInsideCall() {
        return state == State.CALL;
    }

    /** The text that the open call has so far, behind its opening tag; of a call without that tag from its name on. */
    String callSoFar() {
        return call.from(0, call.length());
    }

    /** Whether a thought contained a tool call, which is no call. */
    public boolean sawCallInsideThought() {
        return callInThought;
    }

    /** Whether the reply is complete, so that what follows is ignored: a stop text came, or what only a tool may write. */
    public boolean isOver() {
        return state == State.OVER;
    }

    /** Takes the next piece of the reply. */
    public void accept(String text) {
        String arrived = halfCharacter + text;
        int whole = wholeCharacters(arrived, arrived.length());
        halfCharacter = arrived.substring(whole);
        int start = 0;
        while (start < whole && state != State.OVER) {
            int end = wholeCharacters(arrived, Math.min(start + SLICE, whole));
            held.append(arrived, start, end);
            split();
            start = end;
        }
    }

    /** The end, or the place before it if a character of two halves would be cut there. */
    private static int wholeCharacters(String text, int end) {
        boolean openHalf = end > 0 && Character.isHighSurrogate(text.charAt(end - 1))
                && (end == text.length() || Character.isLowSurrogate(text.charAt(end)));
        return openHalf ? end - 1 : end;
    }

    /** The other half of a character will not come. */
    private void endCharacter() {
        held.append(halfCharacter);
        halfCharacter = "";
        split();
    }

    private void split() {
        boolean goesOn = true;
        while (goesOn) {
            goesOn = switch (state) {
                case ANSWER -> answer();
                case THOUGHT -> thought();
                case CALL -> call();
                case AFTER_BARE_CALL -> afterBareCall();
                case OVER -> over();
            };
        }
    }

    /** Ends the reply: what was held back is given out, and a call that was open is ended. */
    public void finish(ReplyEnd end) {
        endCharacter();
        while (state == State.CALL) {
            finishCall(end);
        }
        switch (state) {
            case THOUGHT -> thought.accept(held.toString());
            case ANSWER -> {
                if (end == ReplyEnd.STOPPED) {
                    answer.accept(held.toString());
                }
            }
            case CALL, AFTER_BARE_CALL, OVER -> {
            }
        }
        held.setLength(0);
        answer.finish(end);
    }

    private boolean answer() {
        Tags.Found found = tagsOfAnswer.first(held);
        answer.accept(take(found.at()));
        if (answer.isOver()) {
            return over();
        }
        if (!found.isWhole()) {
            return false;
        }
        String tag = take(String.valueOf(found.tag()).length());
        if (answer.isInsideCall()) {
            answer.accept(tag);
            return true;
        }
        answer.interrupt();
        if (tag.equals(OPENING)) {
            thought.breakLine();
            parts.thoughtOpened();
            thoughtIsEmpty = true;
            state = State.THOUGHT;
        } else {
            callIsBare = !tag.equals(CALL_OPENING);
            call = callIsBare ? CallBody.bare(tag) : CallBody.betweenTags();
            callSent = 0;
            state = State.CALL;
        }
        return true;
    }

    private boolean over() {
        state = State.OVER;
        held.setLength(0);
        return false;
    }

    private boolean thought() {
        Tags.Found found = tagsOfThought.first(held);
        think(take(found.at()));
        if (!found.isWhole()) {
            return false;
        }
        String tag = take(String.valueOf(found.tag()).length());
        if (tag.equals(CLOSING)) {
            state = State.ANSWER;
        } else if (!tag.equals(OPENING)) {
            callInThought = true;
            think(tag);
        } else if (!thoughtIsEmpty) {
            think(tag);
        }
        return true;
    }

    private void think(String text) {
        thoughtIsEmpty &= text.isBlank();
        thought.accept(text);
    }

    private boolean call() {
        call.append(held);
        held.setLength(0);
        int close = stringsAreTrusted ? call.closingTag() : call.firstClosingTag();
        int certain = close >= 0 ? close : stringsAreTrusted ? call.scanned() : callSent;
        sendCall(certain);
        if (close < 0) {
            return false;
        }
        held.append(endCallAt(close));
        return true;
    }

    private void sendCall(int end) {
        if (end > callSent) {
            parts.callText(call.from(callSent, end));
            callSent = end;
        }
    }

    private String endCallAt(int close) {
        String rest = call.after(close);
        state = callIsBare ? State.AFTER_BARE_CALL : State.ANSWER;
        parts.callEnded(call.closedAt(close), CallEnd.CLOSED);
        return rest;
    }

    /** The closing tag behind a call that came without the opening one belongs to the call. */
    private boolean afterBareCall() {
        String next = held.toString().stripLeading();
        if (next.length() < CALL_CLOSING.length() && CALL_CLOSING.startsWith(next) && held.length() < SLICE) {
            return false;
        }
        if (next.startsWith(CALL_CLOSING)) {
            take(held.length() - next.length() + CALL_CLOSING.length());
        }
        state = State.ANSWER;
        return true;
    }

    private void finishCall(ReplyEnd end) {
        int close = call.firstClosingTag();
        if (close >= 0) {
            // Quotes or tags that do not match hid the closing tag: from here on they mean nothing.
            stringsAreTrusted = false;
            accept(endCallAt(close));
            endCharacter();
            return;
        }
        state = State.ANSWER;
        parts.callEnded(call.unclosed(), switch (end) {
            case STOPPED -> CallEnd.STOPPED;
            case CUT -> CallEnd.CUT;
        });
    }

    private String take(int length) {
        String taken = held.substring(0, length);
        held.delete(0, length);
        return taken;
    }
}
