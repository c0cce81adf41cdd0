package dev.qwenagent.api.guard;

/**
 * How much of an answer a guardrail has to see before any of it is told. Text is held back as far as the guardrail that needs
 * most says, and no further. Thoughts are not held back. Immutable.
 */
public sealed interface AnswerNeed {

    /** Nothing: it does not judge answers, or is content to judge them when they have been told. */
    AnswerNeed NOTHING = new Nothing();

    /** The whole answer: no text is told before the run has its answer. */
    AnswerNeed WHOLE = new Whole();

    /** Whole sentences: text is told up to the last end of a sentence or line that has been judged. */
    AnswerNeed SENTENCE = new Sentence();

    /**
     * A window: the last characters of the text are held back until more has come, so that no word or number that long is told
     * in part before it has been seen as a whole.
     *
     * @param characters at least 1
     */
    static AnswerNeed window(int characters) {
        return new Window(characters);
    }

    /** See {@link #NOTHING}. */
    record Nothing() implements AnswerNeed {}

    /** See {@link #WHOLE}. */
    record Whole() implements AnswerNeed {}

    /** See {@link #SENTENCE}. */
    record Sentence() implements AnswerNeed {}

    /** See {@link #window}. */
    record Window(int characters) implements AnswerNeed {
        /**
         * Checks the size.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Window {
            if (characters < 1) {
                throw new IllegalArgumentException("a window has at least 1 character, found " + characters);
            }
        }
    }
}
