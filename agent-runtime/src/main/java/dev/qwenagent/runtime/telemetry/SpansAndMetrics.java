package dev.qwenagent.runtime.telemetry;

import dev.langchain4j.model.output.TokenUsage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells an OpenTelemetry that is there. Thread-safe. */
final class SpansAndMetrics implements Telemetry {

    private static final String SCOPE = "dev.qwenagent.runtime";
    private static final String SCHEMA = "https://opentelemetry.io/schemas/1.41.0";
    private static final double NANOS = 1e9;

    /** The bounds that the conventions give. */
    private static final List<Long> TOKEN_BOUNDS = List.of(1L, 4L, 16L, 64L, 256L, 1024L, 4096L, 16384L, 65536L,
            262144L, 1048576L, 4194304L, 16777216L, 67108864L);
    private static final List<Double> SECOND_BOUNDS = List.of(0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56,
            5.12, 10.24, 20.48, 40.96, 81.92);

    private final Tracer tracer;
    private final LongHistogram tokens;
    private final DoubleHistogram seconds;

    SpansAndMetrics(OpenTelemetry openTelemetry) {
        tracer = openTelemetry.tracerBuilder(SCOPE).setSchemaUrl(SCHEMA).build();
        Meter meter = openTelemetry.meterBuilder(SCOPE).setSchemaUrl(SCHEMA).build();
        tokens = meter.histogramBuilder("gen_ai.client.token.usage")
                .ofLongs()
                .setUnit("{token}")
                .setDescription("Number of input and output tokens used.")
                .setExplicitBucketBoundariesAdvice(TOKEN_BOUNDS)
                .build();
        seconds = meter.histogramBuilder("gen_ai.client.operation.duration")
                .setUnit("s")
                .setDescription("GenAI operation duration.")
                .setExplicitBucketBoundariesAdvice(SECOND_BOUNDS)
                .build();
    }

    @Override
    public RunTelemetry of(String agent, String runId, @Nullable String conversation) {
        return new RunSpans(this, tracer, agent, runId, conversation);
    }

    /** An operation took that long, in nanoseconds. */
    void took(long nanos, Attributes attributes) {
        seconds.record(nanos / NANOS, attributes);
    }

    /** A request used these tokens; what is not known is not recorded. */
    void used(TokenUsage usage, Attributes attributes) {
        used(usage.inputTokenCount(), "input", attributes);
        used(usage.outputTokenCount(), "output", attributes);
    }

    private void used(@Nullable Integer count, String type, Attributes attributes) {
        if (count != null) {
            tokens.record(count, attributes.toBuilder().put(GenAi.TOKEN_TYPE, type).build());
        }
    }
}
