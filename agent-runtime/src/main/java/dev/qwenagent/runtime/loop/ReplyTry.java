package dev.qwenagent.runtime.loop;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.plan.Reply;
import dev.qwenagent.runtime.cost.ThoughtBudget;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** One try of a request: the reply streams, and what arrives is judged and told. Used once. */
final class ReplyTry {

    /** Hears of a reply that came whole, before anything is made of it. */
    @FunctionalInterface
    interface Arrival {
        /**
         * A reply came.
         *
         * @param said with its thought, wherever that came
         * @return the tokens of the request
         */
        TokenUsage came(AiMessage said, ChatResponse response);
    }

    private final RunLog log;
    private final CancellableStep step;
    /** The same, unless the reply can be cut: then it ends with that. */
    private final CancellableStep asking;
    private final StreamJudge judge;
    private final ReplyStream stream;

    /** A try under a run's step. */
    ReplyTry(RunLog log, Guards guards, ThoughtBudget budget, CancellableStep step) {
        this.log = log;
        this.step = step;
        this.asking = guards.areNone() && budget.isUnlimited() ? step : step.under(step.cancellation().child());
        this.judge = new StreamJudge(log, guards.within(step.nested()), budget, asking.cancellation()::cancel);
        this.stream = new ReplyStream(judge);
    }

    /**
     * Asks, and waits for the whole reply.
     *
     * @param source streams the reply and waits for it
     * @throws TurnCut if the reply was cut
     */
    Reply ask(Function<ReplyStream, Callable<ChatResponse>> source, Arrival arrival) {
        // Whoever cuts the reply must be heard by the stream before its next piece.
        try (var _ = asking.cancellation().onCancel(stream::abandon)) {
            ChatResponse response = asking.run("model request", source.apply(stream));
            // A model that was told to stop may hand over what it has, which is no reply.
            asking.throwIfCancelled();
            String streamed = stream.thinking();
            TokenUsage usage = arrival.came(whole(response.aiMessage(), streamed), response);
            Replies.Read read = Replies.read(response, streamed, log.turn(), usage);
            if (read.thoughtWasAnswer()) {
                log.emit(new AgentEvent.ThoughtWasAnswer(log.runId(), log.turn()));
            }
            if (streamed.isEmpty() && !read.reply().thinking().isEmpty()) {
                // A model that does not stream its thought must not hide it from those who watch thoughts.
                judge.thoughtCame(read.reply().thinking());
            }
            judge.end();
            judge.throwIfObjected();
            return read.reply();
        } catch (RuntimeException e) {
            judge.throwIfObjected();
            throw e;
        } finally {
            stream.abandon();
            if (asking != step) {
                asking.cancellation().close();
            }
        }
    }

    private static AiMessage whole(AiMessage said, String streamed) {
        return said.thinking() == null && !streamed.isEmpty() ? said.toBuilder().thinking(streamed).build() : said;
    }

    /** What has arrived of the reply. */
    AiMessage heard() {
        return stream.heard();
    }
}
