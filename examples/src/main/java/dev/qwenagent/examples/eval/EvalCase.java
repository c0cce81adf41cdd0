package dev.qwenagent.examples.eval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.qwenagent.api.plan.ThinkingMode;
import java.util.List;

/**
 * A request with the tools that are offered, and what the model should do first.
 *
 * @param line where the case stands in its file, from 1
 * @param kind the category that it counts for
 * @param thinking whether the model is to think
 * @param system what the model is told at the front; empty for nothing
 * @param tools the tools as they are declared to the model
 * @param request what the user says
 * @param expected what the model should do first
 * @param recorded what another engine generated for the same prompt, thought included; empty if that is not known
 */
public record EvalCase(int line, String kind, ThinkingMode thinking, String system, List<ToolSpecification> tools,
        String request, Expected expected, String recorded) {

    /** Copies the tools. */
    public EvalCase {
        tools = List.copyOf(tools);
    }

    /** What the model should do first. */
    public sealed interface Expected {

        /** It calls a tool with exactly these arguments, as JSON values. */
        record Call(String name, JsonNode arguments) implements Expected {

            @Override
            public String toString() {
                return name + arguments;
            }
        }

        /** It answers with exactly this text. */
        record Answer(String text) implements Expected {

            @Override
            public String toString() {
                return text;
            }
        }
    }
}
