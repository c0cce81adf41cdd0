package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.guard.AnswerNeed;
import java.util.List;

/**
 * How much of a reply's text may be told, by what guardrails need to see first.
 *
 * @param needs what each of them needs
 */
record HeldText(List<AnswerNeed> needs) {

    private static final String ENDS = ".!?…";
    /** Ends after which no space comes. */
    private static final String WIDE_ENDS = "。！？\n";

    /** Whether parts have to be judged before they are told. */
    boolean isJudged() {
        return !needs.isEmpty() && needs.stream().anyMatch(need -> switch (need) {
            case AnswerNeed.Nothing _,AnswerNeed.Whole _ -> false;
            case AnswerNeed.Sentence _,AnswerNeed.Window _ -> true;
        });
    }

    /** Whether nothing may be told before the answer is whole. */
    boolean isAll() {
        return needs.contains(AnswerNeed.WHOLE);
    }

    /** How many of the characters that are held may be told once they have been judged, with more to come. */
    int free(String held) {
        int free = held.length();
        for (AnswerNeed need : needs) {
            free = Math.min(free, switch (need) {
                case AnswerNeed.Nothing _ -> held.length();
                case AnswerNeed.Whole _ -> 0;
                case AnswerNeed.Sentence _ -> sentences(held);
                case AnswerNeed.Window(int characters) -> Math.max(0, held.length() - characters);
            });
        }
        return free > 0 && free < held.length() && Character.isLowSurrogate(held.charAt(free)) ? free - 1 : free;
    }

    /**
     * How many of the characters that are held are judged, with more to come: no more than may then be told, since a word or an
     * address that has arrived in part looks like another; all of them if a window is what a guardrail looks ahead by.
     */
    int seen(String held) {
        return needs.stream().anyMatch(AnswerNeed.Window.class::isInstance) ? held.length() : free(held);
    }

    /** The length of the sentences that are complete. */
    private static int sentences(String text) {
        for (int i = text.length() - 1; i >= 0; i--) {
            if (WIDE_ENDS.indexOf(text.charAt(i)) >= 0) {
                return i + 1;
            }
            boolean isSpace = Character.isWhitespace(text.charAt(i));
            if (isSpace && i > 0 && ENDS.indexOf(text.charAt(i - 1)) >= 0) {
                return i + 1;
            }
        }
        return 0;
    }
}
