package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RequestDigest;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.plan.Reply;
import dev.qwenagent.api.plan.ThinkingMode;
import dev.qwenagent.runtime.history.RunHistory;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.retry.RetryPolicy;
import dev.qwenagent.runtime.routing.ModelRoster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run's requests to its model: streams a reply, tells what arrives, tries again what may pass, as
 * {@link RetryPolicy#DEFAULT} says. It does so after pieces of a reply were told as well, since
 * {@link AgentEvent.ModelRetried} voids them.
 */
final class ModelRequests {

    private final RunLog log;
    private final Run run;
    private final AgentSetup.Mind mind;
    private final RunSurroundings.World world;
    private final LoopMemory memory;
    private final Guards guards;
    private final RequestParameters parameters;
    private final RequestDigests digests = new RequestDigests();
    private final KeptReplies kept;
    /** The name of the model that the run had before it was resumed. */
    private final @Nullable String modelBefore;
    private @Nullable AgentModel model;

    /**
     * What the model is asked.
     *
     * @param messages what it reads
     * @param tools what it may call
     * @param format what its answer is held to, if it can be
     */
    record Question(List<ChatMessage> messages, List<ToolSpecification> tools, Optional<ResponseFormat> format) {}

    /** Requests of one run. */
    ModelRequests(RunLog log, Run run, AgentSetup.Mind mind, RunSurroundings.World world, LoopMemory memory,
            Guards guards, RunHistory earlier) {
        this.log = log;
        this.run = run;
        this.mind = mind;
        this.world = world;
        this.memory = memory;
        this.guards = guards;
        this.parameters = new RequestParameters(mind.settings());
        this.kept = new KeptReplies(earlier.turn().replies());
        this.modelBefore = earlier.model();
    }

    /**
     * Chooses who answers from now on: the preferred model among those that may read what is in the conversation.
     *
     * @throws TurnCut if none may
     */
    AgentModel choose(Provenance provenance) {
        return switch (mind.models().choose(provenance)) {
            case ModelRoster.Choice.Nobody(String reason) -> throw new TurnCut.NotCleared(reason);
            case ModelRoster.Choice.Chosen(AgentModel chosen, String reason, List<String> passedOver) -> {
                String name = chosen.profile().name();
                boolean isNews = model == null ? !name.equals(modelBefore) : chosen != model;
                model = chosen;
                if (isNews) {
                    log.write((id, at) -> new JournalEntry.ModelChosen(id, at, name, reason));
                    log.emit(new AgentEvent.ModelChosen(log.runId(), name, reason, passedOver));
                }
                yield chosen;
            }
        };
    }

    /**
     * Asks, and waits for the whole reply. A reply to the same request that came before the run was resumed, and that nothing was
     * made of, is taken in its place.
     *
     * @throws TurnCut if no model may see the messages, or a guardrail ended the reply
     * @throws AgentException if the model could not answer
     */
    Reply ask(ThinkingMode thinking, Question question, CancellableStep step) {
        AgentModel asked = choose(memory.provenanceWith(question.messages()));
        Optional<JournalEntry.ModelReplied> before = kept.isEmpty()
                ? Optional.empty()
                : kept.take(digest(question, thinking));
        if (before.isPresent()) {
            return again(before.get(), step);
        }
        var request = ChatRequest.builder()
                .messages(question.messages())
                .parameters(parameters.of(asked, thinking, question))
                .build();
        Duration paused = Duration.ZERO;
        for (int retries = 0;; retries++) {
            writeAsked(asked, question, thinking);
            try {
                Reply reply = once(stream -> log.telemetry().chat(asked.profile(), asked.chat(), () -> {
                    asked.chat().chat(request, stream);
                    return stream.await();
                }), this::writeReplied, step);
                run.used(asked.profile(), reply.usage());
                return reply;
            } catch (TurnCut.Objection cut) {
                TokenUsage usage = estimate(asked, question.messages(), cut);
                run.used(asked.profile(), usage);
                log.write((id, at) -> new JournalEntry.ModelCut(id, at, run.turn(), cut.said(), usage));
                throw cut;
            } catch (LangChain4jException e) {
                Optional<Duration> pause = RetryPolicy.DEFAULT.pause(e, retries, paused, world.random());
                writeFailed(e, pause);
                if (pause.isEmpty()) {
                    throw failed(asked, e);
                }
                pause(e, pause.get(), step);
                paused = paused.plus(pause.get());
            }
        }
    }

    /** A reply of before the run was resumed: its usage has been counted, and it is judged and told like any other. */
    private Reply again(JournalEntry.ModelReplied reply, CancellableStep step) {
        try {
            return once(stream -> () -> {
                KeptReplies.play(reply, stream);
                return stream.await();
            }, (response, streamed) -> {}, step);
        } catch (TurnCut.Objection cut) {
            log.write((id, at) -> new JournalEntry.ModelCut(id, at, run.turn(), cut.said(), reply.usage()));
            throw cut;
        }
    }

    private Reply once(Function<ReplyStream, Callable<ChatResponse>> source, BiConsumer<ChatResponse, String> replied,
            CancellableStep step) {
        try (CancellationSource cutting = step.cancellation().child()) {
            return once(source, replied, step, cutting);
        }
    }

    private Reply once(Function<ReplyStream, Callable<ChatResponse>> source, BiConsumer<ChatResponse, String> replied,
            CancellableStep step, CancellationSource cutting) {
        var judge = new StreamJudge(log, guards.within(step.nested()), cutting::cancel);
        var stream = new ReplyStream(judge);
        // Whoever cuts the reply must be heard by the stream before its next piece.
        cutting.onCancel(stream::abandon);
        try {
            ChatResponse response = step.under(cutting).run("model request", source.apply(stream));
            replied.accept(response, stream.thinking());
            Replies.Read read = Replies.read(response, stream.thinking(), run.turn());
            if (read.thoughtWasAnswer()) {
                log.emit(new AgentEvent.ThoughtWasAnswer(log.runId(), run.turn()));
            }
            if (stream.thinking().isEmpty() && !read.reply().thinking().isEmpty()) {
                // A model that does not stream its thought must not hide it from those who watch thoughts.
                judge.thought(read.reply().thinking());
            }
            judge.end();
            judge.throwIfObjected();
            return read.reply();
        } catch (RuntimeException e) {
            judge.throwIfObjected();
            throw e;
        } finally {
            stream.abandon();
        }
    }

    private void writeAsked(AgentModel asked, Question question, ThinkingMode thinking) {
        if (log.isWritten()) {
            RequestDigest digest = digest(question, thinking);
            String name = asked.profile().name();
            log.write((id, at) -> new JournalEntry.ModelAsked(id, at, run.turn(), name, digest));
        }
    }

    private RequestDigest digest(Question question, ThinkingMode thinking) {
        return digests.of(question, thinking + " " + mind.settings());
    }

    private void writeReplied(ChatResponse response, String streamed) {
        AiMessage said = response.aiMessage();
        AiMessage whole = said.thinking() == null && !streamed.isEmpty()
                ? said.toBuilder().thinking(streamed).build()
                : said;
        FinishReason finish = Replies.finish(response.finishReason());
        TokenUsage usage = Replies.usage(response.tokenUsage());
        log.write((id, at) -> new JournalEntry.ModelReplied(id, at, run.turn(), whole, finish, usage));
    }

    private void writeFailed(LangChain4jException problem, Optional<Duration> pause) {
        var kind = switch (problem) {
            case RateLimitException _ -> JournalEntry.ModelFailed.Kind.RATE_LIMIT;
            case RetriableException _ -> JournalEntry.ModelFailed.Kind.RETRIABLE;
            default -> JournalEntry.ModelFailed.Kind.FINAL;
        };
        String said = String.valueOf(problem.getMessage());
        log.write((id, at) -> new JournalEntry.ModelFailed(id, at, run.turn(), said, kind, pause.orElse(null)));
    }

    /** Counts a request that was cut, of which no model tells what it used. */
    private static TokenUsage estimate(AgentModel asked, List<ChatMessage> messages, TurnCut.Objection cut) {
        String said = (cut.said().thinking() == null ? "" : cut.said().thinking())
                + (cut.said().text() == null ? "" : cut.said().text());
        return new TokenUsage(asked.tokens().estimateTokenCountInMessages(messages),
                asked.tokens().estimateTokenCountInText(said));
    }

    private void pause(LangChain4jException problem, Duration pause, CancellableStep step) {
        log.emit(new AgentEvent.ModelRetried(log.runId(), run.turn(), String.valueOf(problem.getMessage()), pause));
        step.run("pause before another try", () -> {
            world.timer().pause(pause);
            return pause;
        });
    }

    private static AgentException failed(AgentModel asked, LangChain4jException e) {
        return new AgentException("The model " + asked.profile().name() + " could not answer: " + e.getMessage(),
                e);
    }
}
