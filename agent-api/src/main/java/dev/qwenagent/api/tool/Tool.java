package dev.qwenagent.api.tool;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Label.Confidentiality;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Something a model can ask for. Most tools are Java methods with LangChain4j's {@code @Tool} and a declared scope; this
 * interface is what they become. Thread-safe.
 */
public interface Tool {

    /** What the model is told of the tool: its name, what it does, its parameters. */
    ToolSpecification specification();

    /** The patterns of the scopes that calls of this tool can need; never empty. */
    Set<ScopePattern> scopes();

    /**
     * What is known of all that calls of this tool say, failures included, before its particular results are seen: a tool that
     * fetches web pages says {@link Label#UNTRUSTED}. The runtime joins it with the label of each outcome.
     */
    default Label resultLabel() {
        return Label.PLAIN;
    }

    /**
     * The most confidential data that may be in the arguments of its calls: {@code CONFIDENTIAL} for a tool that keeps what it
     * gets among those who may see it. A call of one that is not cleared, made in a confidential conversation, is asked about.
     */
    default Confidentiality clearance() {
        return Confidentiality.PUBLIC;
    }

    /**
     * Whether calls of one turn may run beside each other. A tool whose calls depend on their order, as writes do, says
     * {@link Concurrency#ALONE}. Whatever it says, calls of different runs come at the same time.
     */
    default Concurrency concurrency() {
        return Concurrency.TOGETHER;
    }

    /**
     * Whether the same call, made again with the same {@linkplain ToolContext#idempotencyKey() key}, has no other effect than made
     * once. If the process died while such a call was under way, it is made again when the run is resumed; for any other call
     * somebody has to decide ({@link OutcomeResolver}).
     */
    default boolean isIdempotent() {
        return false;
    }

    /** How long one call may take, which is ended then; empty for as long as the agent's builder says. */
    default Optional<Duration> timeLimit() {
        return Optional.empty();
    }

    /**
     * Checks the model's arguments and says which scopes exactly they need. Has no effect on the world.
     *
     * @return the bound call, or why the arguments cannot be used, with the path of the wrong one
     */
    Binding bind(ToolExecutionRequest request);

    /**
     * Does what was granted.
     *
     * <p>Contract: redeems the grant first ({@link GrantedCall#redeem}); reports what went wrong as a
     * {@link ToolOutcome.Failure} with a message for the model; heeds the interruption of its thread, which means that the
     * run was cancelled or the tool's time is over.
     *
     * @throws InterruptedException if the thread was interrupted while the tool worked
     * @throws PermissionDeniedException if {@link ToolContext#authorize} threw it; the model is told of the denial
     */
    ToolOutcome call(GrantedCall granted, ToolContext context) throws InterruptedException;
}
