package dev.qwenagent.api.plan;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.List;

/** What a planner decided. */
public sealed interface Decision {

    /**
     * Calls tools.
     *
     * @param thinking the thought that led there, empty if there was none
     * @param text what the model said beside the calls, often empty
     * @param calls at least one, in the model's order
     */
    record CallTools(String thinking, String text, List<ToolExecutionRequest> calls) implements Decision {
        /**
         * Copies the calls.
         *
         * @throws IllegalArgumentException if there is no call
         */
        public CallTools {
            calls = List.copyOf(calls);
            if (calls.isEmpty()) {
                throw new IllegalArgumentException("a decision to call tools names at least one call, found none");
            }
        }
    }

    /**
     * Sends the model back to think again; nothing is done.
     *
     * @param said what the model said, kept so that it sees what the reason is about; may be empty
     * @param reason what was wrong and what to do instead, written for the model
     */
    record Reconsider(String said, String reason) implements Decision {}

    /**
     * Answers, which ends the run.
     *
     * @param thinking the thought that led there, empty if there was none
     * @param text the answer
     */
    record Answer(String thinking, String text) implements Decision {}
}
