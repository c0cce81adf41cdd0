package dev.qwenagent.runtime.loop;

import java.util.Optional;

/** What an answer must be for the caller to have use of it. */
@FunctionalInterface
public interface AnswerCheck {

    /** Takes any answer. */
    AnswerCheck NONE = answer -> Optional.empty();

    /** What is wrong with the answer, written for the model; empty if nothing is. */
    Optional<String> problem(String answer);
}
