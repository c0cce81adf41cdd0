package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.plan.Reply;
import dev.qwenagent.api.plan.ThinkingMode;
import dev.qwenagent.runtime.models.AgentModel;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A run's requests to its model: streams a reply, tells what arrives, tries again what may pass. A failure that may pass is
 * tried again {@value #RETRIES} times, after about 0.5, 1 and 2 seconds.
 */
final class ModelRequests {

    private static final int RETRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final RunLog log;
    private final AgentSetup.Mind mind;
    private final RandomGenerator jitter;
    private final Supplier<Label> conversation;

    /**
     * Requests of one run.
     *
     * @param conversation the label of the conversation so far, which holds for whatever a planner makes of it
     */
    private final TextPieces pieces;

    /** Whether text is told piece by piece. */
    enum TextPieces {
        /** As it arrives. */
        TOLD,
        /** Not at all: a guardrail has to see the answer before anybody else does. */
        HELD
    }

    ModelRequests(RunLog log, AgentSetup.Mind mind, RandomGenerator jitter, Supplier<Label> conversation,
            TextPieces pieces) {
        this.pieces = pieces;
        this.log = log;
        this.mind = mind;
        this.jitter = jitter;
        this.conversation = conversation;
    }

    /**
     * Asks, and waits for the whole reply.
     *
     * @throws AgentException if the model must not see the messages, or could not answer
     */
    Reply ask(int turn, ThinkingMode thinking, List<ChatMessage> messages, List<ToolSpecification> tools,
            CancellableStep step) {
        mayRead(messages);
        var parameters = mind.model().style().parameters(thinking, mind.settings());
        var request = ChatRequest.builder()
                .messages(messages)
                .parameters(parameters.overrideWith(
                        DefaultChatRequestParameters.builder().toolSpecifications(tools).build()))
                .build();
        for (int attempt = 1;; attempt++) {
            try {
                return once(turn, request, step);
            } catch (RetriableException e) {
                if (attempt > RETRIES) {
                    throw failed(e);
                }
                pause(turn, attempt, e, step);
            } catch (LangChain4jException e) {
                throw failed(e);
            }
        }
    }

    private Reply once(int turn, ChatRequest request, CancellableStep step) {
        var stream = new ReplyStream(new ReplyStream.Listener() {
            @Override
            public void thought(String piece) {
                log.emit(new AgentEvent.Thought(log.runId(), turn, piece));
            }

            @Override
            public void text(String piece) {
                if (pieces == TextPieces.TOLD) {
                    log.emit(new AgentEvent.TextDelta(log.runId(), turn, piece));
                }
            }

            @Override
            public void toolAnnounced(String name) {
                log.emit(new AgentEvent.ToolAnnounced(log.runId(), turn, name));
            }
        });
        try {
            ChatResponse response = step.run("model request", () -> {
                mind.model().chat().chat(request, stream);
                return stream.await();
            });
            Replies.Read read = Replies.read(response, stream.thinking(), turn);
            if (read.thoughtWasAnswer()) {
                log.emit(new AgentEvent.ThoughtWasAnswer(log.runId(), turn));
            }
            return read.reply();
        } finally {
            stream.abandon();
        }
    }

    private void mayRead(List<ChatMessage> messages) {
        AgentModel model = mind.model();
        if (!model.profile().mayRead(conversation.get().join(MessageLabels.of(messages)))) {
            throw new AgentException("The conversation holds confidential data, and the model " + model.profile().name()
                    + " is not cleared for it. Use a model in this process (demo or a GGUF file), or give the model that"
                    + " clearance in its profile.");
        }
    }

    private void pause(int turn, int attempt, RetriableException problem, CancellableStep step) {
        long base = FIRST_PAUSE.toMillis() << (attempt - 1);
        Duration pause = Duration.ofMillis(base + jitter.nextLong(base / 2 + 1));
        log.emit(new AgentEvent.ModelRetried(log.runId(), turn, String.valueOf(problem.getMessage()), pause));
        step.run("pause before another try", () -> {
            Thread.sleep(pause);
            return pause;
        });
    }

    private AgentException failed(LangChain4jException e) {
        return new AgentException("The model " + mind.model().profile().name() + " could not answer: " + e.getMessage(),
                e);
    }
}
