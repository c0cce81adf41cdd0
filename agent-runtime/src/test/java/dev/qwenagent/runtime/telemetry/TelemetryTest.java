package dev.qwenagent.runtime.telemetry;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.tools.RequiresScope;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TelemetryTest {

    private static final String SECRET = "heron";

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build())
            .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
            .build();
    private final Birds birds = new Birds();

    @AfterEach
    void close() {
        sdk.close();
    }

    /** Tools that look at what is being traced. */
    public static final class Birds {

        private final List<String> current = Collections.synchronizedList(new ArrayList<>());

        @Tool("Watch")
        @RequiresScope("birds.watch")
        public String watch(String bird) {
            current.add(Span.current().getSpanContext().getSpanId());
            return "saw a " + bird;
        }

        @Tool("Shoot")
        @RequiresScope("birds.shoot")
        public String shoot() {
            throw new IllegalArgumentException("no, not the " + SECRET);
        }

        @Tool("Wait")
        @RequiresScope("birds.watch")
        public String await() throws InterruptedException {
            Thread.sleep(60_000);
            return "waited";
        }
    }

    private AgentBuilder agent(ScriptedReply... replies) {
        return agent(ScriptedChatModel.of(replies));
    }

    private AgentBuilder agent(StreamingChatModel model) {
        return Agents.builder()
                .name("watcher")
                .model(AgentModel.of("openai:http://somewhere/v1#qwen3-max", model))
                .tools(birds)
                .allow("birds.*")
                .openTelemetry(sdk);
    }

    private SpanData span(String name) {
        return spans.getFinishedSpanItems()
                .stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + spans.getFinishedSpanItems()));
    }

    private static Map<String, Object> attributes(SpanData span) {
        return span.getAttributes()
                .asMap()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(entry -> entry.getKey().getKey(), Map.Entry::getValue));
    }

    private Collection<HistogramPointData> points(Collection<MetricData> collected, String name) {
        MetricData metric = collected.stream().filter(data -> data.getName().equals(name)).findFirst().orElseThrow();
        return metric.getHistogramData().getPoints().stream().map(HistogramPointData.class::cast).toList();
    }

    @Test
    void runRequestsAndCallsAreSpansInOneTree() {
        try (Agent agent = agent(call("watch", "{\"bird\": \"heron\"}"), text("Seen.")).build()) {
            String id = agent.run(AgentTask.of("Look.").inConversation("c-1")).runId();
            SpanData run = span("invoke_agent watcher");
            assertThat(run.getKind()).isEqualTo(SpanKind.INTERNAL);
            assertThat(run.getParentSpanContext().isValid()).isFalse();
            assertThat(attributes(run)).containsOnly(
                    Map.entry("gen_ai.operation.name", "invoke_agent"),
                    Map.entry("gen_ai.agent.name", "watcher"),
                    Map.entry("gen_ai.provider.name", "_OTHER"),
                    Map.entry("gen_ai.request.model", "qwen3-max"),
                    Map.entry("gen_ai.conversation.id", "c-1"),
                    Map.entry("gen_ai.usage.input_tokens", 4L),
                    Map.entry("gen_ai.usage.output_tokens", 2L),
                    Map.entry("qwen_agent.run.id", id),
                    Map.entry("qwen_agent.stop_reason", "answered"));
        }
        assertThat(spans.getFinishedSpanItems()).extracting(SpanData::getName)
                .containsExactly("chat qwen3-max", "execute_tool watch", "chat qwen3-max", "invoke_agent watcher");
        SpanData run = span("invoke_agent watcher");
        assertThat(spans.getFinishedSpanItems()).filteredOn(span -> span != run)
                .extracting(SpanData::getParentSpanId)
                .containsOnly(run.getSpanId());
        SpanData chat = span("chat qwen3-max");
        assertThat(chat.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(attributes(chat)).containsOnly(
                Map.entry("gen_ai.operation.name", "chat"),
                Map.entry("gen_ai.provider.name", "_OTHER"),
                Map.entry("gen_ai.request.model", "qwen3-max"),
                Map.entry("gen_ai.conversation.id", "c-1"),
                Map.entry("gen_ai.response.finish_reasons", List.of("tool_call")),
                Map.entry("gen_ai.usage.input_tokens", 1L),
                Map.entry("gen_ai.usage.output_tokens", 1L));
        SpanData tool = span("execute_tool watch");
        assertThat(tool.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(attributes(tool)).containsOnly(
                Map.entry("gen_ai.operation.name", "execute_tool"),
                Map.entry("gen_ai.provider.name", "qwen_agent"),
                Map.entry("gen_ai.conversation.id", "c-1"),
                Map.entry("gen_ai.tool.name", "watch"),
                Map.entry("gen_ai.tool.call.id", "call_1_1"),
                Map.entry("gen_ai.tool.type", "function"));
        assertThat(birds.current).containsExactly(tool.getSpanId());
    }

    @Test
    void callsOfOneTurnAreSpansOfTheirRunEach() {
        String bird = "{\"bird\": \"heron\"}";
        try (Agent agent = agent(call("watch", bird).andCall("watch", bird), text("Seen.")).build()) {
            agent.run("Look.");
        }
        List<SpanData> calls = spans.getFinishedSpanItems()
                .stream()
                .filter(span -> span.getName().equals("execute_tool watch"))
                .toList();
        assertThat(calls).extracting(SpanData::getSpanId).containsExactlyInAnyOrderElementsOf(birds.current).hasSize(2);
        assertThat(calls).extracting(SpanData::getParentSpanId)
                .containsOnly(span("invoke_agent watcher").getSpanId());
    }

    /** Looks at what is being traced where the request is made. */
    private static final class Watched implements StreamingChatModel {
        private final StreamingChatModel model;
        private final List<String> current = Collections.synchronizedList(new ArrayList<>());

        Watched(StreamingChatModel model) {
            this.model = model;
        }

        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            current.add(Span.current().getSpanContext().getSpanId());
            model.chat(request, handler);
        }
    }

    @Test
    void spanOfARequestIsTheCurrentOneWhereItIsMadeAndNoneIsAfterTheRun() {
        var model = new Watched(ScriptedChatModel.of(text("Hello.")));
        try (Agent agent = agent(model).build()) {
            agent.run("Say.");
        }
        assertThat(model.current).containsExactly(span("chat qwen3-max").getSpanId());
        assertThat(Context.current()).isSameAs(Context.root());
    }

    @Test
    void runUnderASpanIsItsChildAndSoIsAnAgentWithinATool() {
        Agent inner = agent(text("Nothing.")).name("inner").build();
        var asking = new Asking(inner);
        try (Agent outer = agent(call("ask", "{}"), text("Done.")).name("outer").tools(asking).allow("ask.*").build()) {
            Span request = sdk.getTracer("test").spanBuilder("request").startSpan();
            try (var _ = request.makeCurrent()) {
                outer.run("Ask.");
            } finally {
                request.end();
            }
        } finally {
            inner.close();
        }
        assertThat(span("invoke_agent outer").getParentSpanId()).isEqualTo(span("request").getSpanId());
        assertThat(span("invoke_agent inner").getParentSpanId()).isEqualTo(span("execute_tool ask").getSpanId());
        assertThat(span("invoke_agent inner").getTraceId()).isEqualTo(span("request").getTraceId());
    }

    /** A tool that asks another agent. */
    public static final class Asking {
        private final Agent other;

        Asking(Agent other) {
            this.other = other;
        }

        @Tool("Ask")
        @RequiresScope("ask.other")
        public String ask() {
            return other.run("Look.").text();
        }
    }

    @Test
    void whatFailsSaysItsKindAndNothingElse() {
        try (Agent agent = agent(call("shoot", "{}"),
                ScriptedReply.failing(new RateLimitException("slow down, " + SECRET)),
                ScriptedReply.failing(new AuthenticationException("bad key " + SECRET))).build()) {
            assertThatThrownBy(() -> agent.run("Look.")).hasMessageContaining("bad key");
        }
        assertThat(span("execute_tool shoot").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attributes(span("execute_tool shoot"))).containsEntry("error.type", "failure");
        assertThat(spans.getFinishedSpanItems()).filteredOn(span -> span.getName().startsWith("chat"))
                .extracting(span -> span.getAttributes().get(AttributeKey.stringKey("error.type")))
                .containsExactly(null, RateLimitException.class.getName(), AuthenticationException.class.getName());
        assertThat(attributes(span("invoke_agent watcher")))
                .containsEntry("error.type", AuthenticationException.class.getName())
                .containsEntry("qwen_agent.stop_reason", "failed");
        assertThat(spans.getFinishedSpanItems().toString()).doesNotContain(SECRET);
    }

    @Test
    void noContentIsToldAnywhere() {
        try (Agent agent = agent(call("watch", "{\"bird\": \"" + SECRET + "\"}").thinking("the " + SECRET + "!"),
                text("A " + SECRET + ".")).build()) {
            agent.run("Where is the " + SECRET + "?");
        }
        assertThat(spans.getFinishedSpanItems()).hasSize(4);
        assertThat(spans.getFinishedSpanItems().toString()).doesNotContain(SECRET);
        assertThat(metrics.collectAllMetrics().toString()).doesNotContain(SECRET);
    }

    @Test
    void durationsAndTokensAreMetrics() {
        try (Agent agent = agent(call("watch", "{\"bird\": \"heron\"}"), text("Seen.")).build()) {
            agent.run("Look.");
        }
        Collection<MetricData> collected = metrics.collectAllMetrics();
        assertThat(points(collected, "gen_ai.client.operation.duration"))
                .extracting(point -> point.getAttributes().get(GenAi.OPERATION), HistogramPointData::getCount)
                .containsExactlyInAnyOrder(
                        tuple("chat", 2L),
                        tuple("execute_tool", 1L),
                        tuple("invoke_agent", 1L));
        assertThat(points(collected, "gen_ai.client.token.usage")).allSatisfy(point -> {
            assertThat(point.getAttributes().get(GenAi.REQUEST_MODEL)).isEqualTo("qwen3-max");
            assertThat(point.getBoundaries()).startsWith(1.0, 4.0, 16.0);
        })
                .extracting(point -> point.getAttributes().get(GenAi.TOKEN_TYPE), HistogramPointData::getSum)
                .containsExactlyInAnyOrder(
                        tuple("input", 4.0),
                        tuple("output", 2.0));
    }

    @Test
    void cancelledRunEndsItsSpans() {
        var caller = new CancellationSource();
        try (Agent agent = agent(call("await", "{}")).listener(event -> {
            if (event instanceof AgentEvent.PermissionDecided) {
                caller.cancelAfter(Duration.ofMillis(50));
            }
        }).build()) {
            agent.run(AgentTask.of("Wait.").endingWith(caller));
        }
        assertThat(attributes(span("execute_tool await"))).containsEntry("error.type", "cancelled");
        assertThat(attributes(span("invoke_agent watcher"))).containsEntry("error.type", "cancelled")
                .containsEntry("qwen_agent.stop_reason", "cancelled");
    }

    @Test
    void modelInThisProcessIsItsOwnProvider() {
        AgentModel model = AgentModel.of("/models/qwen3.gguf", ScriptedChatModel.of(text("Hello.")))
                .withProfile(ModelProfile.inProcess("/models/qwen3.gguf"));
        try (Agent agent = agent(text("never")).model(model).build()) {
            agent.run("Say.");
        }
        assertThat(attributes(span("chat qwen3.gguf"))).containsEntry("gen_ai.provider.name", "qwen_agent");
    }

    @Test
    void withoutOpenTelemetryWorkIsNotTouched() {
        assertThat(Telemetry.registered()).isSameAs(Telemetry.OFF);
        assertThat(Telemetry.of(OpenTelemetry.noop())).isSameAs(Telemetry.OFF);
        RunTelemetry off = Telemetry.OFF.of("agent", "run", null);
        assertThat(off).isSameAs(RunTelemetry.OFF);
        Callable<ChatResponse> request = () -> null;
        Callable<ToolOutcome> work = () -> null;
        Runnable runnable = () -> {};
        assertThat(off.chat(ModelProfile.remote("m"), ScriptedChatModel.of(), request)).isSameAs(request);
        assertThat(off.tool(null, work)).isSameAs(work);
        assertThat(TraceContext.carry(request)).isSameAs(request);
        assertThat(TraceContext.carry(runnable)).isSameAs(runnable);
    }

    @Test
    void agentBuiltWithoutOneTellsNothing() {
        try (Agent agent = Agents.builder()
                .model(ScriptedChatModel.of(call("watch", "{\"bird\": \"heron\"}"), text("Seen.")))
                .tools(birds)
                .allow("birds.*")
                .build()) {
            agent.run("Look.");
        }
        assertThat(birds.current).containsExactly(Span.getInvalid().getSpanContext().getSpanId());
        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }
}
