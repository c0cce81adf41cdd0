package dev.qwenagent.runtime.loop;

import dev.langchain4j.model.chat.request.ResponseFormat;
import java.util.Optional;

/** What an answer must be for the caller to have use of it. */
@FunctionalInterface
public interface AnswerCheck {

    /** Takes any answer. */
    AnswerCheck NONE = answer -> Optional.empty();

    /** What is wrong with the answer, written for the model; empty if nothing is. */
    Optional<String> problem(String answer);

    /** What the model is held to while it writes the answer, if it can be; empty for nothing. */
    default Optional<ResponseFormat> format() {
        return Optional.empty();
    }
}
