package dev.qwenagent.local.chat;

import java.util.List;

/**
 * The answer on its way to a listener, up to the first stop text. White space that only sets the answer apart from thoughts
 * and calls is not searched for stop texts. What may be the beginning of one is held back.
 */
final class AnswerStream implements AnswerText {

    private final TrimmedStream target;
    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean insideText;
    private boolean stopped;

    AnswerStream(TrimmedStream target, List<String> stops) {
        this.target = target;
        this.stops = stops;
    }

    @Override
    public void accept(String text) {
        if (stopped) {
            return;
        }
        if (stops.isEmpty()) {
            target.accept(text);
            return;
        }
        String searched = text;
        if (!insideText) {
            searched = text.stripLeading();
            target.accept(text.substring(0, text.length() - searched.length()));
            insideText = !searched.isEmpty();
        }
        held.append(searched);
        stopped = stopAt() >= 0;
        pass(stopped ? stopAt() : held.length() - beginningOfStopAtEnd());
    }

    /** Where the stop text begins that is complete first, wherever the text was cut; -1 if there is none. */
    private int stopAt() {
        int start = -1;
        int firstEnd = Integer.MAX_VALUE;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            int end = at + stop.length();
            if (at >= 0 && (end < firstEnd || (end == firstEnd && at < start))) {
                start = at;
                firstEnd = end;
            }
        }
        return start;
    }

    private int beginningOfStopAtEnd() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(held.length(), stop.length() - 1); length > longest; length--) {
                if (stop.startsWith(held.substring(held.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    private void pass(int length) {
        target.accept(held.substring(0, length));
        held.delete(0, length);
    }

    @Override
    public void interrupt() {
        if (!stopped) {
            pass(held.length());
            insideText = false;
        }
    }

    @Override
    public void finish(ReplyEnd end) {
        interrupt();
    }

    @Override
    public boolean isInsideCall() {
        return false;
    }

    @Override
    public boolean isOver() {
        return stopped;
    }
}
