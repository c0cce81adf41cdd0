package dev.qwenagent.local.chat;

import java.util.List;

/**
 * Splits the text that a model writes, as it arrives, into thoughts, answer and tool calls.
 *
 * <p>
 * A tag that has arrived in part is held back until it is known to be one or not; how the text is cut into pieces makes no
 * difference to what comes out. A call inside a thought is part of the thought. White space around thoughts and answer is
 * dropped. Takes time proportional to the text. Not thread-safe: one reply, one splitter.
 */
public final class ThinkingSplitter {

    static final String OPENING = "<think>";
    static final String CLOSING = "</think>";
    static final String CALL_OPENING = "<tool_call>";
    static final String CALL_CLOSING = "</tool_call>";

    /** Longer texts are split in pieces of this many characters, so that each search is short. */
    private static final int SLICE = 256;

    private static final List<String> TAGS_OF_ANSWER = List.of(OPENING, CALL_OPENING);
    private static final List<String> TAGS_OF_THOUGHT = List.of(OPENING, CLOSING, CALL_OPENING);

    /** Receives the parts of a reply in the order in which they were written. */
    public interface Parts {

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
        ANSWER, THOUGHT, CALL
    }

    private final Parts parts;
    private final TrimmedStream thought;
    private final TrimmedStream answer;
    private final StringBuilder held = new StringBuilder();
    private State state;
    private boolean thoughtIsEmpty = true;
    private boolean callInThought;
    private boolean stringsAreTrusted = true;
    private CallBody call = new CallBody();
    private int callSent;

    private ThinkingSplitter(State state, Parts parts) {
        this.state = state;
        this.parts = parts;
        this.thought = new TrimmedStream(parts::thought);
        this.answer = new TrimmedStream(parts::answer);
    }

    /** A splitter for a reply that opens its thoughts itself. */
    public static ThinkingSplitter ofReply(Parts parts) {
        return new ThinkingSplitter(State.ANSWER, parts);
    }

    /** A splitter for a reply whose prompt has opened the thought already. */
    public static ThinkingSplitter insideThought(Parts parts) {
        return new ThinkingSplitter(State.THOUGHT, parts);
    }

    /** Whether the text so far ends in a thought that has not been closed. */
    public boolean isInsideThought() {
        return state == State.THOUGHT;
    }

    /** Whether a thought contained a tool call, which is no call. */
    public boolean sawCallInsideThought() {
        return callInThought;
    }

    /** Takes the next piece of the reply. */
    public void accept(String text) {
        for (int start = 0; start < text.length(); start += SLICE) {
            held.append(text, start, Math.min(start + SLICE, text.length()));
            split();
        }
    }

    private void split() {
        boolean goesOn = true;
        while (goesOn) {
            goesOn = switch (state) {
                case ANSWER -> answer();
                case THOUGHT -> thought();
                case CALL -> call();
            };
        }
    }

    /** Ends the reply: what was held back is given out, and a call that was open is ended. */
    public void finish(ReplyEnd end) {
        while (state == State.CALL) {
            finishCall(end);
        }
        if (state == State.THOUGHT) {
            thought.accept(held.toString());
        } else if (end == ReplyEnd.STOPPED) {
            answer.accept(held.toString());
        }
        held.setLength(0);
    }

    private boolean answer() {
        int tag = firstTag(TAGS_OF_ANSWER);
        if (tag < 0) {
            answer.accept(takeAllButBeginningOfTag(TAGS_OF_ANSWER));
            return false;
        }
        answer.accept(take(tag));
        if (held.indexOf(OPENING) == 0) {
            take(OPENING.length());
            thought.breakLine();
            thoughtIsEmpty = true;
            state = State.THOUGHT;
        } else {
            take(CALL_OPENING.length());
            call = new CallBody();
            callSent = 0;
            state = State.CALL;
        }
        return true;
    }

    private boolean thought() {
        int tag = firstTag(TAGS_OF_THOUGHT);
        if (tag < 0) {
            think(takeAllButBeginningOfTag(TAGS_OF_THOUGHT));
            return false;
        }
        think(take(tag));
        if (held.indexOf(CLOSING) == 0) {
            take(CLOSING.length());
            state = State.ANSWER;
        } else if (held.indexOf(OPENING) == 0) {
            String repeated = take(OPENING.length());
            if (!thoughtIsEmpty) {
                think(repeated);
            }
        } else {
            callInThought = true;
            think(take(CALL_OPENING.length()));
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
        String text = call.text();
        state = State.ANSWER;
        parts.callEnded(text.substring(0, close), CallEnd.CLOSED);
        return text.substring(close + CALL_CLOSING.length());
    }

    private void finishCall(ReplyEnd end) {
        int close = call.firstClosingTag();
        if (close >= 0) {
            // Quotes that do not match hid the closing tag: from here on quotes mean nothing.
            stringsAreTrusted = false;
            accept(endCallAt(close));
            return;
        }
        state = State.ANSWER;
        String body = call.text();
        int cut = body.length() - beginningOfTagAtEnd(body, List.of(CALL_CLOSING));
        parts.callEnded(body.substring(0, cut), switch (end) {
            case STOPPED -> CallEnd.STOPPED;
            case CUT -> CallEnd.CUT;
        });
    }

    private int firstTag(List<String> tags) {
        int first = -1;
        for (String tag : tags) {
            int at = held.indexOf(tag);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        return first;
    }

    private String takeAllButBeginningOfTag(List<String> tags) {
        return take(held.length() - beginningOfTagAtEnd(held, tags));
    }

    private static int beginningOfTagAtEnd(CharSequence text, List<String> tags) {
        for (int length = Math.min(text.length(), CALL_CLOSING.length()); length > 0; length--) {
            String end = text.subSequence(text.length() - length, text.length()).toString();
            for (String tag : tags) {
                if (tag.length() > length && tag.startsWith(end)) {
                    return length;
                }
            }
        }
        return 0;
    }

    private String take(int length) {
        String taken = held.substring(0, length);
        held.delete(0, length);
        return taken;
    }
}
