package dev.qwenagent.api.plan;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;

/**
 * A finished reply of the model.
 *
 * @param thinking its thought, empty if there was none
 * @param text what it said outside thought and calls, may be empty
 * @param calls the calls it asks for, in its order
 * @param problems what in the reply could not be read (a broken call), each written for the model as its reader
 * @param finish why the model stopped
 * @param usage the tokens of this request
 */
public record Reply(
        String thinking,
        String text,
        List<ToolExecutionRequest> calls,
        List<String> problems,
        FinishReason finish,
        TokenUsage usage) {

    /** Copies the calls and the problems. */
    public Reply {
        calls = List.copyOf(calls);
        problems = List.copyOf(problems);
    }
}
