package dev.qwenagent.runtime.telemetry;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.tool.ToolOutcome;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The spans of one run. */
final class RunSpans implements RunTelemetry {

    private final SpansAndMetrics metrics;
    private final Tracer tracer;
    private final @Nullable String conversation;
    private final String agent;
    private final String runId;
    private @Nullable Attributes firstModel;

    RunSpans(SpansAndMetrics metrics, Tracer tracer, String agent, String runId, @Nullable String conversation) {
        this.metrics = metrics;
        this.tracer = tracer;
        this.conversation = conversation;
        this.agent = agent;
        this.runId = runId;
    }

    @Override
    public AgentResult run(Supplier<AgentResult> work) {
        Attributes attributes = Attributes.of(GenAi.OPERATION, "invoke_agent", GenAi.AGENT, agent);
        SpanBuilder builder = span("invoke_agent " + agent, SpanKind.INTERNAL).setAttribute(GenAi.RUN, runId);
        try (var run = new Operation(metrics, builder, attributes)) {
            try {
                AgentResult result = work.get();
                ended(run, result.stopReason());
                used(run.span(), result.usage());
                return result;
            } catch (RuntimeException | Error e) {
                ended(run, StopReason.FAILED);
                run.failed(GenAi.error(e));
                throw e;
            }
        }
    }

    private void ended(Operation run, StopReason reason) {
        String stop = reason.name().toLowerCase(Locale.ROOT);
        run.span().setAttribute(GenAi.STOP, stop);
        if (firstModel != null) {
            run.is(firstModel);
        }
        if (reason == StopReason.CANCELLED) {
            run.failed(stop);
        }
    }

    private SpanBuilder span(String name, SpanKind kind) {
        SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(kind);
        return conversation == null ? builder : builder.setAttribute(GenAi.CONVERSATION, conversation);
    }

    @Override
    public Callable<ChatResponse> chat(
            ModelProfile profile, StreamingChatModel model, Callable<ChatResponse> request) {
        String provider = GenAi.provider(profile, model);
        Attributes asked = Attributes.of(GenAi.PROVIDER, provider, GenAi.REQUEST_MODEL, GenAi.model(profile, model));
        firstModel = firstModel == null ? asked : firstModel;
        Attributes attributes = asked.toBuilder().put(GenAi.OPERATION, "chat").build();
        String name = "chat " + GenAi.model(profile, model);
        return () -> {
            try (var chat = new Operation(metrics, span(name, SpanKind.CLIENT), attributes)) {
                ChatResponse response = done(chat, request);
                replied(chat, response);
                return response;
            }
        };
    }

    private void replied(Operation chat, ChatResponse response) {
        chat.span().setAttribute(GenAi.FINISH_REASONS, List.of(GenAi.finish(response.finishReason())));
        if (response.modelName() != null) {
            chat.is(Attributes.of(GenAi.RESPONSE_MODEL, response.modelName()));
        }
        TokenUsage usage = response.tokenUsage();
        if (usage != null) {
            used(chat.span(), usage);
            metrics.used(usage, chat.attributes());
        }
    }

    private static void used(Span span, TokenUsage usage) {
        if (usage.inputTokenCount() != null) {
            span.setAttribute(GenAi.INPUT_TOKENS, (long) usage.inputTokenCount());
        }
        if (usage.outputTokenCount() != null) {
            span.setAttribute(GenAi.OUTPUT_TOKENS, (long) usage.outputTokenCount());
        }
    }

    @Override
    public Callable<ToolOutcome> tool(ToolExecutionRequest call, Callable<ToolOutcome> work) {
        Attributes attributes = Attributes.of(GenAi.OPERATION, "execute_tool", GenAi.PROVIDER, GenAi.THIS_PROCESS,
                GenAi.TOOL, call.name());
        return () -> {
            SpanBuilder builder = span("execute_tool " + call.name(), SpanKind.INTERNAL)
                    .setAttribute(GenAi.TOOL_CALL, call.id())
                    .setAttribute(GenAi.TOOL_TYPE, "function");
            try (var tool = new Operation(metrics, builder, attributes)) {
                ToolOutcome outcome = done(tool, work);
                switch (outcome) {
                    case ToolOutcome.Success _ -> {
                    }
                    case ToolOutcome.Failure _ -> tool.failed("failure");
                    case ToolOutcome.Denied _ -> tool.failed("denied");
                }
                return outcome;
            }
        };
    }

    private static <V> V done(Operation operation, Callable<V> work) throws Exception {
        try {
            return work.call();
        } catch (Exception | Error e) {
            operation.failed(GenAi.error(e));
            throw e;
        }
    }
}
