package dev.qwenagent.runtime.replay;

import dev.qwenagent.runtime.replay.RunStep.Kind;
import java.util.Optional;

/**
 * Where a replay went another way than the recording. Immutable.
 *
 * @param turn the turn; 0 before the first
 * @param kind what kind of thing
 * @param name which one, see {@link RunStep#name}
 * @param recorded what was recorded; empty if nothing like it was
 * @param now what the replay did; empty if nothing like it
 */
public record Difference(int turn, Kind kind, String name, Optional<String> recorded, Optional<String> now) {

    /** Characters of a text around the first that differs. */
    private static final int SHOWN = 300;

    private static final int BEFORE = 80;

    static Difference of(Alignment.Pair pair) {
        RunStep step = pair.either();
        return new Difference(step.turn(), step.kind(), step.name(),
                Optional.ofNullable(pair.left()).map(RunStep::text),
                Optional.ofNullable(pair.right()).map(RunStep::text));
    }

    /** In words: what differs, at which step, what was recorded and what is so now. */
    @Override
    public String toString() {
        String what = what() + (name.isEmpty() || name.equals(what()) ? "" : " " + name);
        int from = recorded.isPresent() && now.isPresent() ? firstDifference(recorded.get(), now.get()) : 0;
        return (turn == 0 ? "before the first turn" : "turn " + turn) + ": " + what + ": recorded "
                + recorded.map(text -> excerpt(text, from)).orElse("none") + ", now "
                + now.map(text -> excerpt(text, from)).orElse("none");
    }

    private String what() {
        return switch (kind) {
            case TASK -> "task of";
            case MODEL -> "choice of model";
            case REQUEST -> "request to";
            case FAILURE -> "failure";
            case THOUGHT -> "thought";
            case TEXT -> "text";
            case CUT -> "reply ended by a guardrail";
            case CALL -> "call asked for";
            case GUARDRAIL -> "guardrail";
            case QUESTION -> "question about";
            case ANSWERED -> "answer about";
            case JUDGEMENT -> "judgement of";
            case MADE -> "call made";
            case OUTCOME -> "outcome of call";
            case SETTLED -> "decision on call";
            case MESSAGE -> "message";
            case USAGE -> "usage";
            case END -> "end";
        };
    }

    private static int firstDifference(String one, String other) {
        int at = 0;
        while (at < one.length() && at < other.length() && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return at;
    }

    private static String excerpt(String text, int from) {
        int begin = from <= BEFORE ? 0 : from - BEFORE;
        int end = Math.min(text.length(), begin + SHOWN);
        return "'" + (begin > 0 ? "…" : "") + text.substring(Math.min(begin, end), end)
                + (end < text.length() ? "…" : "") + "'";
    }
}
