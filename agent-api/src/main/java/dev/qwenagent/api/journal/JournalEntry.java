package dev.qwenagent.api.journal;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.TokensUsed;
import dev.qwenagent.api.guard.GuardDecision;
import dev.qwenagent.api.label.Declassification;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.ApprovedCall;
import dev.qwenagent.api.tool.PermissionDecision;
import dev.qwenagent.api.tool.ToolOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of a run, as the journal keeps it. What was said last of a run is what it is: a run is resumed from its entries. */
public sealed interface JournalEntry {

    /** The run. */
    String runId();

    /** When it was written. */
    Instant at();

    /**
     * Whether it has to be on the disk before anything else happens: an effect is about to be made or has been, or something
     * was said that cannot be had again for nothing.
     */
    default boolean isForced() {
        return switch (this) {
            case RunBegan _,RunSuspended _,RunEnded _,Declassified _,ModelReplied _,CallBegan _,CallEnded _,ApprovalAsked _,ApprovalAnswered _,OutcomeSettled _ ->
                true;
            case RunResumed _,ModelChosen _,TurnBegan _,ModelAsked _,ModelFailed _,ModelCut _,MessageAdded _,GuardrailTripped _,CallJudged _ ->
                false;
        };
    }

    // The run

    /**
     * A run began.
     *
     * @param task what was asked
     * @param setting where it happens
     */
    record RunBegan(String runId, Instant at, String agent, String model, AgentAsked task,
            Setting setting) implements JournalEntry {}

    /**
     * What an agent was asked.
     *
     * @param message what the user said
     * @param provenance what in it is confidential or untrusted
     */
    record AgentAsked(UserMessage message, Provenance provenance) {}

    /**
     * Where a run happens.
     *
     * @param conversation the conversation it goes on with; null for one of its own
     * @param history what had been said in the conversation before, with the system message
     * @param origin by which words the program that runs it can build the agent again; empty if it can not
     */
    record Setting(@Nullable String conversation, List<ChatMessage> history, List<String> origin) {
        /** Copies the lists. */
        public Setting {
            history = List.copyOf(history);
            origin = List.copyOf(origin);
        }
    }

    /**
     * Somebody goes on with a run that was left or put down.
     *
     * @param worker who, for people
     */
    record RunResumed(String runId, Instant at, String worker) implements JournalEntry {}

    /**
     * A run was put down, to be resumed later.
     *
     * @param reason what it waits for
     */
    record RunSuspended(String runId, Instant at, StopReason stop, String reason) implements JournalEntry {}

    /**
     * The run is over.
     *
     * @param text the answer; empty if there is none
     * @param problem what went wrong or what a guardrail said; null if nothing
     */
    record RunEnded(String runId, Instant at, StopReason reason, String text,
            @Nullable String problem) implements JournalEntry {}

    /** A person lowered the label of a source in a conversation; it has a run's id of its own. */
    record Declassified(String runId, Instant at, String conversation,
            Declassification decision) implements JournalEntry {}

    // The model

    /** A model was chosen for the run, or for what is left of it, and why. */
    record ModelChosen(String runId, Instant at, String model, String reason) implements JournalEntry {}

    /** A turn began; the first is 1. */
    record TurnBegan(String runId, Instant at, int turn) implements JournalEntry {}

    /** A model is about to be asked. */
    record ModelAsked(String runId, Instant at, int turn, String model,
            RequestDigest request) implements JournalEntry {}

    /**
     * The model replied.
     *
     * @param message all that it said: thought, text and calls, before anything of it was judged
     * @param finish why it stopped
     * @param usage the tokens of this request
     */
    record ModelReplied(String runId, Instant at, int turn, AiMessage message, FinishReason finish,
            TokenUsage usage) implements JournalEntry {
        /** Keeps of the usage what every model's has. */
        public ModelReplied {
            usage = TokensUsed.of(usage);
        }
    }

    /**
     * A guardrail or a limit ended the model's reply.
     *
     * @param message what it had said by then
     * @param usage the tokens of this request, by estimate
     */
    record ModelCut(String runId, Instant at, int turn, AiMessage message,
            TokenUsage usage) implements JournalEntry {
        /** Keeps of the usage what every model's has. */
        public ModelCut {
            usage = TokensUsed.of(usage);
        }
    }

    /**
     * A request failed.
     *
     * @param problem what the model's side said
     * @param kind whether another try can help
     * @param pause until the same model is asked again; null if it is not
     */
    record ModelFailed(String runId, Instant at, int turn, String problem, Kind kind,
            @Nullable Duration pause) implements JournalEntry {

        /** What kind of failure it was. */
        public enum Kind {
            /** A broken connection, a time-out, a failure of the server. */
            RETRIABLE,
            /** Too much was asked of the server. */
            RATE_LIMIT,
            /** Another try cannot help. */
            FINAL
        }
    }

    /** A message joined what the model sees. */
    record MessageAdded(String runId, Instant at, ChatMessage message) implements JournalEntry {}

    /** A guardrail did not let something pass as it was. */
    record GuardrailTripped(String runId, Instant at, int turn, GuardDecision decision) implements JournalEntry {}

    // The calls

    /** A person is about to be asked. */
    record ApprovalAsked(String runId, Instant at, ApprovalRequest request) implements JournalEntry {}

    /**
     * A person answered.
     *
     * @param about which call exactly
     * @param answer what was said
     * @param who said it, for people
     */
    record ApprovalAnswered(String runId, Instant at, ApprovedCall about, Approval answer,
            String who) implements JournalEntry {}

    /** The gate decided on a call. */
    record CallJudged(String runId, Instant at, PermissionDecision decision) implements JournalEntry {}

    /** A granted call is about to be made. */
    record CallBegan(String runId, Instant at, CallPlace place, ToolExecutionRequest call) implements JournalEntry {}

    /**
     * A call has its result. A call that began and never ended has an unknown outcome.
     *
     * @param source what it looked at, by the name under which people know it
     */
    record CallEnded(String runId, Instant at, CallPlace place, ToolOutcome outcome,
            String source) implements JournalEntry {}

    /**
     * It was decided what to do about a call whose outcome is unknown.
     *
     * @param who decided, for people
     */
    record OutcomeSettled(String runId, Instant at, CallPlace place, Resolution resolution,
            String who) implements JournalEntry {

        /** What is done about it. */
        public enum Resolution {
            /** It is made again. */
            REPEAT,
            /** It is not; the model is told that the outcome is unknown. */
            LEAVE
        }
    }
}
