package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.TokensUsed;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.plan.Reply;
import dev.qwenagent.api.plan.ThinkingMode;
import dev.qwenagent.runtime.cost.ThoughtBudget;
import dev.qwenagent.runtime.history.RunHistory;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.models.ToldTokens;
import dev.qwenagent.runtime.retry.FailOver;
import dev.qwenagent.runtime.retry.RetryPolicy;
import dev.qwenagent.runtime.routing.ModelRoster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A run's requests to its models, within what is left of its limits: tries again what may pass, as the agent's
 * {@link RetryPolicy} says, and goes on with the next model that may read the conversation when one fails for good
 * ({@link FailOver}), for the rest of the run. It does so after pieces of a reply were told as well, since
 * {@link AgentEvent.ModelRetried} and {@link AgentEvent.ModelFailedOver} void them. Not thread-safe: one run, one thread.
 */
final class ModelRequests {

    private final RunLog log;
    private final Run run;
    private final AgentSetup.Mind mind;
    private final RunSurroundings.World world;
    private final LoopMemory memory;
    private final Guards guards;
    private final RequestLog requestLog;
    private final RequestParameters parameters = new RequestParameters();
    private final KeptReplies kept;
    private final List<ModelRoster.Down> down = new ArrayList<>();
    private final RunHistory earlier;
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
        this.requestLog = new RequestLog(log, mind.settings());
        this.kept = new KeptReplies(earlier.turn().replies());
        this.earlier = earlier;
    }

    /**
     * Chooses who answers from now on: the preferred model among those that may read what is in the conversation.
     *
     * @throws TurnCut if none may
     */
    AgentModel choose(Provenance provenance) {
        String modelBefore = earlier.model();
        if (model == null && modelBefore != null) {
            keepDown(modelBefore, provenance);
        }
        return switch (mind.models().choose(provenance, down)) {
            case ModelRoster.Choice.Nobody(String reason) -> throw new TurnCut.NotCleared(reason);
            case ModelRoster.Choice.Chosen choice -> {
                AgentModel chosen = choice.model();
                boolean isNews = model == null ? !chosen.profile().name().equals(modelBefore) : chosen != model;
                model = chosen;
                if (isNews) {
                    requestLog.chose(choice);
                }
                yield chosen;
            }
        };
    }

    /**
     * Models of the run that are preferred to the one that it had when it was left, and may read as much, had failed by then, and
     * have for the rest of the run.
     */
    private void keepDown(String modelBefore, Provenance provenance) {
        boolean isThere = mind.models()
                .entries()
                .stream()
                .map(entry -> entry.model().profile())
                .anyMatch(profile -> profile.name().equals(modelBefore) && profile.mayRead(provenance.label()));
        while (isThere && mind.models().choose(provenance, down) instanceof ModelRoster.Choice.Chosen choice) {
            String name = choice.model().profile().name();
            boolean wasInTheRun = name.equals(earlier.began().model()) || earlier.spent().tokens().containsKey(name);
            if (name.equals(modelBefore) || !wasInTheRun) {
                return;
            }
            down.add(new ModelRoster.Down(choice.model(), "before the run was resumed"));
        }
    }

    /** Chance for the pause before a retry: by its place in the run, so that a run that is repeated pauses as long. */
    private Random jitter(int retries) {
        return new Random(Objects.hash(log.runId(), log.turn(), retries));
    }

    /**
     * Asks, and waits for the whole reply. A reply to the same request that came before the run was resumed, and that nothing was
     * made of, is taken in its place.
     *
     * @throws TurnCut if no model may see the messages, a limit does not allow the request, or the reply was cut
     * @throws AgentException if no model could answer
     */
    Reply ask(Allowance.Kind kind, ThinkingMode thinking, Question question, CancellableStep step) {
        // A planner may go on after its run has ended, or has gone on without it; what it asks is not to be found in the journal.
        step.throwIfCancelled();
        Provenance provenance = memory.provenanceWith(question.messages());
        AgentModel asked = choose(provenance);
        Optional<JournalEntry.ModelReplied> before = kept.isEmpty()
                ? Optional.empty()
                : kept.take(requestLog.digest(question, thinking));
        if (before.isPresent()) {
            return again(before.get(), step);
        }
        while (true) {
            try {
                return tried(asked, kind, thinking, question, step);
            } catch (LangChain4jException e) {
                asked = next(asked, provenance, e);
            }
        }
    }

    /** The model that goes on for one that failed for good. */
    private AgentModel next(AgentModel failed, Provenance provenance, LangChain4jException problem) {
        if (FailOver.canHelp(problem)) {
            down.add(new ModelRoster.Down(failed, String.valueOf(problem.getMessage())));
            if (mind.models().choose(provenance, down) instanceof ModelRoster.Choice.Chosen choice) {
                requestLog.failedOver(failed, choice.model(), problem);
                return choose(provenance);
            }
        }
        throw new AgentException(
                "The model " + failed.profile().name() + " could not answer: " + problem.getMessage(), problem);
    }

    /** Asks one model, as often as the policy says. */
    private Reply tried(AgentModel asked, Allowance.Kind kind, ThinkingMode thinking, Question question,
            CancellableStep step) {
        Duration paused = Duration.ZERO;
        for (int retries = 0;; retries++) {
            try {
                return once(asked, kind, thinking, question, step);
            } catch (LangChain4jException e) {
                Optional<Duration> pause = mind.retry().pause(e, retries, paused, jitter(retries));
                requestLog.failed(e, pause);
                if (pause.isEmpty()) {
                    throw e;
                }
                step.run("pause before another try", () -> {
                    world.timer().pause(pause.get());
                    return pause;
                });
                paused = paused.plus(pause.get());
            }
        }
    }

    private Reply once(AgentModel asked, Allowance.Kind kind, ThinkingMode thinking, Question question,
            CancellableStep step) {
        Allowance allowance = run.allowance(kind, asked, question);
        allowance.limit().ifPresent(limit -> {
            throw new TurnCut.LimitReached(limit);
        });
        ChatRequest request = request(asked, allowance, thinking, question);
        requestLog.asked(asked, question, thinking);
        var attempt = new ReplyTry(log, guards, allowance.meter(), step);
        var count = new Count(asked, question);
        try {
            return attempt.ask(stream -> log.telemetry().chat(asked.profile(), asked.chat(), () -> {
                asked.chat().chat(request, stream);
                return stream.await();
            }), count);
        } catch (TurnCut cut) {
            requestLog.cut(cut, count.used(cut.said()));
            throw cut;
        } catch (RuntimeException e) {
            AiMessage heard = attempt.heard();
            if (heard.thinking() != null || heard.text() != null) {
                count.used(heard);
            }
            throw e;
        }
    }

    /** Counts the tokens of one request, once. */
    private final class Count implements ReplyTry.Arrival {
        private final AgentModel asked;
        private final Question question;
        private @Nullable TokensUsed told;

        Count(AgentModel asked, Question question) {
            this.asked = asked;
            this.question = question;
        }

        @Override
        public TokenUsage came(AiMessage said, ChatResponse response) {
            TokensUsed usage = ToldTokens.of(asked, question.messages(), said, response.tokenUsage());
            told = usage;
            run.used(asked.profile(), usage);
            requestLog.replied(said, response, usage);
            return usage;
        }

        /** What a request took that did not end well: as it was told, or else by estimate. */
        TokensUsed used(AiMessage heard) {
            if (told != null) {
                return told;
            }
            TokensUsed usage = ToldTokens.estimated(asked, question.messages(), heard);
            run.used(asked.profile(), usage);
            return usage;
        }
    }

    private ChatRequest request(AgentModel asked, Allowance allowance, ThinkingMode thinking, Question question) {
        return ChatRequest.builder()
                .messages(question.messages())
                .parameters(parameters.of(asked, allowance.of(thinking),
                        allowance.of(mind.settings(), asked.contextTokens()), question))
                .build();
    }

    /** A reply of before the run was resumed: its usage has been counted, and it is judged and told like any other. */
    private Reply again(JournalEntry.ModelReplied reply, CancellableStep step) {
        try {
            return new ReplyTry(log, guards, new ThoughtBudget(ThoughtBudget.UNLIMITED), step)
                    .ask(stream -> () -> {
                        KeptReplies.play(reply, stream);
                        return stream.await();
                    }, (_, _) -> reply.usage());
        } catch (TurnCut cut) {
            requestLog.cut(cut, reply.usage());
            throw cut;
        }
    }
}
