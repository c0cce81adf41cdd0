package dev.qwenagent.runtime.telemetry;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * Tells OpenTelemetry of an agent's runs, by version 1.41.0 of its semantic conventions for generative AI (status:
 * development). <a href="https://github.com/open-telemetry/semantic-conventions/tree/v1.41.0/docs/gen-ai">Their text</a>.
 *
 * <pre>
 * invoke_agent NAME      INTERNAL  a run, from the task to the result
 *   chat MODEL           CLIENT    one request to a model; a request that is made again is another one
 *   execute_tool NAME    INTERNAL  one call that was permitted and made
 * </pre>
 *
 * <p>The metrics are {@code gen_ai.client.operation.duration} of all three and {@code gen_ai.client.token.usage} of requests
 * whose tokens are known. Prompts, thoughts, answers, arguments and results are in none of it. Each span is the current one of
 * the thread that does its work, so that spans of HTTP clients and of other agents are its children. Thread-safe.
 */
public interface Telemetry {

    /** Tells nothing, and costs nothing. */
    Telemetry OFF = (_, _, _) -> RunTelemetry.OFF;

    /** Tells this one; nothing, if it is the one that does nothing. */
    static Telemetry of(OpenTelemetry openTelemetry) {
        return openTelemetry == OpenTelemetry.noop() ? OFF : new SpansAndMetrics(openTelemetry);
    }

    /** Tells the one that the application has registered for the whole process; nothing, if it has not. */
    static Telemetry registered() {
        return GlobalOpenTelemetry.isSet() ? of(GlobalOpenTelemetry.get()) : OFF;
    }

    /**
     * How one run is told.
     *
     * @param conversation the conversation's id; null if the run has one that is forgotten
     */
    RunTelemetry of(String agent, String runId, @Nullable String conversation);
}
