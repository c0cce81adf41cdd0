package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.runtime.remote.QwenChatRequestParameters.Thinking;
import org.jspecify.annotations.Nullable;

/** The way in which a kind of server is told whether and how much to think. */
enum ThinkingSwitch {

    /** {@code enable_thinking}, {@code thinking_budget}, {@code reasoning_effort} and {@code preserve_thinking}. */
    FIELDS,
    /** The same names but the budget, in {@code chat_template_kwargs}. */
    TEMPLATE_VARIABLES,
    /** {@code reasoning_effort} alone. */
    EFFORT,
    /** {@code /think} or {@code /no_think} behind the newest question. */
    WORD_IN_THE_QUESTION,
    /** There is none. */
    NONE;

    /** Whether the model shall think; null where nothing was said. */
    static @Nullable Thinking wanted(QwenChatRequestParameters parameters) {
        ReasoningEffort effort = parameters.reasoningEffort();
        if (effort == null) {
            return parameters.thinking();
        }
        return effort == ReasoningEffort.NONE ? Thinking.OFF : Thinking.ON;
    }

    /** Writes into a request what of this stands beside the messages. */
    void write(QwenChatRequestParameters parameters, ThinkingHabit habit, ObjectNode body) {
        switch (this) {
            case FIELDS -> {
                writeSwitch(parameters, habit, body);
                if (parameters.thinkingBudget() != null && wanted(parameters) != Thinking.OFF) {
                    body.put("thinking_budget", parameters.thinkingBudget());
                }
                writePreserved(parameters, body);
            }
            case TEMPLATE_VARIABLES -> {
                ObjectNode variables = body.objectNode();
                writeSwitch(parameters, habit, variables);
                writePreserved(parameters, variables);
                if (!variables.isEmpty()) {
                    body.set("chat_template_kwargs", variables);
                }
            }
            case EFFORT -> {
                if (parameters.reasoningEffort() != null) {
                    body.put("reasoning_effort", parameters.reasoningEffort().word());
                } else if (parameters.thinking() != null && habit == ThinkingHabit.BY_CHOICE) {
                    ReasoningEffort effort = parameters.thinking() == Thinking.ON ? ReasoningEffort.MEDIUM
                            : ReasoningEffort.NONE;
                    body.put("reasoning_effort", effort.word());
                }
            }
            case WORD_IN_THE_QUESTION, NONE -> {
            }
        }
    }

    private static void writeSwitch(QwenChatRequestParameters parameters, ThinkingHabit habit, ObjectNode fields) {
        if (parameters.reasoningEffort() != null) {
            fields.put("reasoning_effort", parameters.reasoningEffort().word());
        } else if (parameters.thinking() != null && habit == ThinkingHabit.BY_CHOICE) {
            fields.put("enable_thinking", parameters.thinking() == Thinking.ON);
        }
    }

    private static void writePreserved(QwenChatRequestParameters parameters, ObjectNode fields) {
        if (parameters.preserveThinking() != null) {
            fields.put("preserve_thinking", parameters.preserveThinking());
        }
    }

    /** What is put behind the newest question; empty for nothing. */
    String word(QwenChatRequestParameters parameters) {
        Thinking wanted = wanted(parameters);
        if (this != WORD_IN_THE_QUESTION || wanted == null) {
            return "";
        }
        return wanted == Thinking.ON ? " /think" : " /no_think";
    }
}
