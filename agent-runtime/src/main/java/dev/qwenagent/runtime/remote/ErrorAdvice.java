package dev.qwenagent.runtime.remote;

import java.util.Map;
import java.util.Optional;

/** What to do about refusals whose code says little and whose words say it all. */
final class ErrorAdvice {

    private static final Map<String, String> BY_WORDS = Map.of(
            "Range of input length", "shorten the conversation, or choose a model with a longer context",
            "maximum context length", "shorten the conversation, or choose a model with a longer context",
            "Repetitive tool calls", "the model goes round in circles; end this run and ask differently",
            "thinking_budget parameter", "lower the thinking budget",
            "Json mode response is not supported", "turn thinking off, or ask for JSON by a schema",
            "must contain the word 'json'", "put the word JSON into a message",
            "tool_choice is one of", "let the model choose (AUTO)",
            "role \"tool\" must be a response", "send each result behind the reply that asked for it");

    private ErrorAdvice() {}

    static Optional<String> on(String said) {
        return BY_WORDS.entrySet()
                .stream()
                .filter(entry -> said.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
