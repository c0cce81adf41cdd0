package dev.qwenagent.local.chat;

import dev.qwenagent.local.chat.ThinkingSplitter.Parts;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The lines of a ReAct reply as they arrive. A label at the beginning of a line says what follows: a thought, the name of a
 * tool, its arguments, the answer. An observation is for the tool to make: one that the model makes up itself, behind a call
 * or behind the answer, ends the reply. Text before any label belongs to the answer; in the final answer no other label
 * means anything.
 */
final class ReActLines implements AnswerText {

    /** A line with more white space before its label has none. */
    private static final int LONGEST_INDENT = 8;

    private enum Label {
        THOUGHT("Thought:"), NAME("Action:"), INPUT("Action Input:"), OBSERVATION("Observation:"), ANSWER(
                "Final Answer:");

        private final String text;

        Label(String text) {
            this.text = text;
        }
    }

    private enum State {
        TEXT, THOUGHT, NAME, INPUT, ANSWER, OVER
    }

    private final AnswerStream answer;
    private final TrimmedStream thought;
    private final Parts parts;
    private final StringBuilder lineStart = new StringBuilder();
    private final StringBuilder call = new StringBuilder();
    private boolean atLineStart = true;
    private boolean sawCall;
    private boolean afterThoughtLabel;
    private State state = State.TEXT;

    ReActLines(AnswerStream answer, TrimmedStream thought, Parts parts) {
        this.answer = answer;
        this.thought = thought;
        this.parts = parts;
    }

    @Override
    public void accept(String text) {
        int position = 0;
        while (position < text.length() && state != State.OVER) {
            if (atLineStart) {
                int character = text.codePointAt(position);
                lineStart.appendCodePoint(character);
                position += Character.charCount(character);
                label();
            } else {
                int lineEnd = text.indexOf('\n', position) + 1;
                int end = lineEnd == 0 ? text.length() : lineEnd;
                pass(text.substring(position, end));
                atLineStart = lineEnd > 0;
                position = end;
            }
        }
    }

    /** Decides, if it can be decided, whether the line begins with a label. */
    private void label() {
        String indented = lineStart.toString();
        String start = indented.stripLeading();
        boolean lineEnded = indented.endsWith("\n");
        Optional<Label> whole = labels().filter(label -> label.text.equals(start)).findFirst();
        boolean mayBecome = !lineEnded && indented.length() - start.length() <= LONGEST_INDENT
                && labels().anyMatch(label -> label.text.startsWith(start));
        if (whole.isEmpty() && mayBecome) {
            return;
        }
        lineStart.setLength(0);
        atLineStart = lineEnded;
        if (whole.isPresent()) {
            begin(whole.get());
        } else {
            pass(indented);
        }
    }

    /** The labels that mean something where the reply has come to. */
    private Stream<Label> labels() {
        return Arrays.stream(Label.values()).filter(label -> switch (label) {
            case OBSERVATION -> sawCall || state == State.ANSWER;
            case THOUGHT, NAME, INPUT, ANSWER -> state != State.ANSWER;
        });
    }

    private void begin(Label label) {
        if (label == Label.INPUT && state == State.NAME) {
            endName();
            state = State.INPUT;
            return;
        }
        endCall(CallEnd.CLOSED);
        answer.interrupt();
        switch (label) {
            case THOUGHT -> {
                thought.breakLine();
                afterThoughtLabel = true;
                state = State.THOUGHT;
            }
            case NAME -> state = State.NAME;
            case INPUT -> {
                endName();
                state = State.INPUT;
            }
            case OBSERVATION -> state = State.OVER;
            case ANSWER -> state = State.ANSWER;
        }
        sawCall |= isInsideCall();
    }

    private void pass(String text) {
        switch (state) {
            case TEXT, ANSWER -> answer.accept(text);
            case THOUGHT -> thoughtLine(text);
            case NAME, INPUT -> {
                call.append(text);
                parts.callText(text);
            }
            case OVER -> {
            }
        }
    }

    private void thoughtLine(String text) {
        String visible = afterThoughtLabel ? text.stripLeading() : text;
        afterThoughtLabel &= visible.isEmpty();
        thought.accept(visible);
    }

    /** Puts a line break between name and arguments, and none into the name. */
    private void endName() {
        String name = call.toString().strip().replace('\n', ' ');
        boolean announced = call.indexOf("\n") >= 0;
        call.setLength(0);
        call.append(name).append('\n');
        if (!announced) {
            parts.callText("\n");
        }
    }

    private void endCall(CallEnd end) {
        if (isInsideCall()) {
            parts.callEnded(call.toString(), end);
            call.setLength(0);
        }
    }

    @Override
    public void interrupt() {
        answer.interrupt();
    }

    @Override
    public void finish(ReplyEnd end) {
        if (end == ReplyEnd.STOPPED && !lineStart.isEmpty()) {
            pass(lineStart.toString());
        }
        endCall(switch (end) {
            case STOPPED -> CallEnd.STOPPED;
            case CUT -> CallEnd.CUT;
        });
        answer.finish(end);
        state = State.OVER;
    }

    @Override
    public boolean isInsideCall() {
        return state == State.NAME || state == State.INPUT;
    }

    @Override
    public boolean isOver() {
        return state == State.OVER || answer.isOver();
    }
}
