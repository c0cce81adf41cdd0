package dev.qwenagent.runtime.telemetry;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.tool.ToolOutcome;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** One run as it is told to OpenTelemetry. One run, one thread; the work that it is given may be done on others. */
public interface RunTelemetry {

    /** Tells nothing: work is given back as it is. */
    RunTelemetry OFF = new RunTelemetry() {

        @Override
        public AgentResult run(Supplier<AgentResult> work) {
            return work.get();
        }

        @Override
        public Callable<ChatResponse> chat(
                ModelProfile profile, StreamingChatModel model, Callable<ChatResponse> request) {
            return request;
        }

        @Override
        public Callable<ToolOutcome> tool(ToolExecutionRequest call, Callable<ToolOutcome> work) {
            return work;
        }

    };

    /** Does the run on this thread, told while it lasts. */
    AgentResult run(Supplier<AgentResult> work);

    /** The same request to a model, told while it is made. */
    Callable<ChatResponse> chat(
            ModelProfile profile, StreamingChatModel model, Callable<ChatResponse> request);

    /** The same work of a tool, told while it is done. */
    Callable<ToolOutcome> tool(ToolExecutionRequest call, Callable<ToolOutcome> work);
}
