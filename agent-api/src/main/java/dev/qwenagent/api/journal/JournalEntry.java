package dev.qwenagent.api.journal;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ChatMessage;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.guard.GuardDecision;
import dev.qwenagent.api.label.Declassification;
import dev.qwenagent.api.tool.PermissionDecision;
import dev.qwenagent.api.tool.ToolOutcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One step of a run, as the journal keeps it. */
public sealed interface JournalEntry {

    /** The run. */
    String runId();

    /** When it was written. */
    Instant at();

    /** A run began. */
    record RunBegan(String runId, Instant at, String agent, String model,
            @Nullable String conversation) implements JournalEntry {}

    /** A model was chosen for the run, or for what is left of it, and why. */
    record ModelChosen(String runId, Instant at, String model, String reason) implements JournalEntry {}

    /** A person lowered the label of a source in a conversation; it has a run's id of its own. */
    record Declassified(String runId, Instant at, String conversation,
            Declassification decision) implements JournalEntry {}

    /** A message joined what the model sees. */
    record MessageAdded(String runId, Instant at, ChatMessage message) implements JournalEntry {}

    /** A guardrail did not let something pass as it was. */
    record GuardrailTripped(String runId, Instant at, int turn, GuardDecision decision) implements JournalEntry {}

    /** The gate decided on a call. */
    record CallJudged(String runId, Instant at, PermissionDecision decision) implements JournalEntry {}

    /** A granted call is about to be made. */
    record CallBegan(String runId, Instant at, ToolExecutionRequest call) implements JournalEntry {}

    /** A call has its result. A call that began and never ended has an unknown outcome. */
    record CallEnded(String runId, Instant at, String callId, ToolOutcome outcome) implements JournalEntry {}

    /** The run is over. */
    record RunEnded(String runId, Instant at, StopReason reason, @Nullable String problem) implements JournalEntry {}
}
