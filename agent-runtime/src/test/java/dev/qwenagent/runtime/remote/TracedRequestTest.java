package dev.qwenagent.runtime.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.Agent;
import dev.qwenagent.runtime.Agents;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** What instruments HTTP clients finds the span of the model request as the current one, on the thread that talks HTTP. */
class TracedRequestTest {

    @Test
    void httpRequestIsMadeWithinTheSpanOfTheChat() {
        var spans = InMemorySpanExporter.create();
        List<String> current = new CopyOnWriteArrayList<>();
        var client = new OkHttpClient.Builder().addInterceptor(chain -> {
            current.add(Span.current().getSpanContext().getSpanId());
            return chain.proceed(chain.request());
        }).build();
        try (var server = new ChatServer();
                var sdk = OpenTelemetrySdk.builder()
                        .setTracerProvider(SdkTracerProvider.builder()
                                .addSpanProcessor(SimpleSpanProcessor.create(spans))
                                .build())
                        .build();
                QwenChatModel model = server.builder(ServerFamily.MODEL_STUDIO).client(client).build();
                Agent agent = Agents.builder().model(model).openTelemetry(sdk).build()) {
            server.streams(ChatServer.events("stop", "{\"content\":\"Hello.\"}"));
            assertThat(agent.run("Say.").text()).isEqualTo("Hello.");
            SpanData chat = spans.getFinishedSpanItems().getFirst();
            assertThat(chat.getName()).isEqualTo("chat qwen3-max");
            assertThat(current).containsExactly(chat.getSpanId());
        }
    }
}
