package dev.qwenagent.runtime.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;

/**
 * One span that is the current one of this thread, and its duration as a metric. Ended on the thread that began it.
 */
final class Operation implements AutoCloseable {

    private final SpansAndMetrics metrics;
    private final Span span;
    private final Scope scope;
    private final long began = System.nanoTime();
    private Attributes attributes;

    /**
     * Begins.
     *
     * @param attributes of the metric, which the span has as well
     */
    Operation(SpansAndMetrics metrics, SpanBuilder builder, Attributes attributes) {
        this.metrics = metrics;
        this.attributes = attributes;
        this.span = builder.setAllAttributes(attributes).startSpan();
        this.scope = span.makeCurrent();
    }

    Span span() {
        return span;
    }

    /** The attributes of its metrics. */
    Attributes attributes() {
        return attributes;
    }

    /** More attributes, of the span and of the metric. */
    void is(Attributes more) {
        span.setAllAttributes(more);
        attributes = attributes.toBuilder().putAll(more).build();
    }

    /** It went wrong; what was thrown may quote content, so only its kind is told. */
    void failed(String kind) {
        span.setStatus(StatusCode.ERROR);
        is(Attributes.of(GenAi.ERROR, kind));
    }

    @Override
    public void close() {
        scope.close();
        span.end();
        metrics.took(System.nanoTime() - began, attributes);
    }
}
