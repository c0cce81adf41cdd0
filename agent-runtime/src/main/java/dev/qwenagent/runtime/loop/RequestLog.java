package dev.qwenagent.runtime.loop;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RequestDigest;
import dev.qwenagent.api.plan.ThinkingMode;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.models.GenerationSettings;
import dev.qwenagent.runtime.routing.ModelRoster;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is written down and told of a run's requests to its models. Not thread-safe: one run, one thread. */
final class RequestLog {

    private final RunLog log;
    private final GenerationSettings settings;
    private @Nullable RequestDigests digests;

    RequestLog(RunLog log, GenerationSettings settings) {
        this.log = log;
        this.settings = settings;
    }

    void chose(ModelRoster.Choice.Chosen choice) {
        String name = choice.model().profile().name();
        log.write((id, at) -> new JournalEntry.ModelChosen(id, at, name, choice.reason()));
        log.emit(new AgentEvent.ModelChosen(log.runId(), name, choice.reason(), choice.passedOver()));
    }

    /** The digest of a request, as the planner made it: what is left of the run's limits is no part of it. */
    RequestDigest digest(ModelRequests.Question question, ThinkingMode thinking) {
        if (digests == null) {
            digests = new RequestDigests();
        }
        return digests.of(question, thinking + " " + settings);
    }

    void asked(AgentModel model, ModelRequests.Question question, ThinkingMode thinking) {
        if (log.isWritten()) {
            RequestDigest digest = digest(question, thinking);
            String name = model.profile().name();
            log.write((id, at) -> new JournalEntry.ModelAsked(id, at, log.turn(), name, digest));
        }
    }

    void replied(AiMessage said, ChatResponse response, TokenUsage usage) {
        FinishReason finish = Replies.finish(response.finishReason());
        log.write((id, at) -> new JournalEntry.ModelReplied(id, at, log.turn(), said, finish, usage));
    }

    void cut(TurnCut cut, TokenUsage usage) {
        log.write((id, at) -> new JournalEntry.ModelCut(id, at, log.turn(), cut.said(), usage));
    }

    void failed(LangChain4jException problem, Optional<Duration> pause) {
        var kind = switch (problem) {
            case RateLimitException _ -> JournalEntry.ModelFailed.Kind.RATE_LIMIT;
            case RetriableException _ -> JournalEntry.ModelFailed.Kind.RETRIABLE;
            default -> JournalEntry.ModelFailed.Kind.FINAL;
        };
        String said = String.valueOf(problem.getMessage());
        log.write((id, at) -> new JournalEntry.ModelFailed(id, at, log.turn(), said, kind, pause.orElse(null)));
        pause.ifPresent(
                time -> log.emit(new AgentEvent.ModelRetried(log.runId(), log.turn(), said, time)));
    }

    void failedOver(AgentModel from, AgentModel to, LangChain4jException problem) {
        log.emit(new AgentEvent.ModelFailedOver(log.runId(), log.turn(), from.profile().name(), to.profile().name(),
                String.valueOf(problem.getMessage())));
    }
}
