package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AgentCancellationTest {

    private final Desk desk = new Desk();
    private final RecordedRun recorded = new RecordedRun();

    private AgentResult cancelledOnce(Agent agent, CountDownLatch busy) throws Exception {
        try (agent) {
            var result = CompletableFuture.supplyAsync(() -> agent.run("go"));
            assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
            agent.cancel();
            return result.get(20, TimeUnit.SECONDS);
        }
    }

    private void endedAsCancelled(AgentResult result) {
        assertThat(result.stopReason()).isEqualTo(StopReason.CANCELLED);
        assertThat(recorded.events().getLast()).isInstanceOfSatisfying(
                AgentEvent.RunEnded.class, ended -> assertThat(ended.reason()).isEqualTo(StopReason.CANCELLED));
    }

    @Test
    void cancelInterruptsATool() throws Exception {
        var model = ScriptedChatModel.of(call("sleep", "{}"));
        Agent agent = Agents.builder().model(model).tools(desk).allow("desk.*").listener(recorded).build();
        endedAsCancelled(cancelledOnce(agent, desk.asleep));
        assertThat(desk.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cancelEndsAWaitForApproval() throws Exception {
        var model = ScriptedChatModel.of(call("sleep", "{}"));
        var asked = new CountDownLatch(1);
        Agent agent = Agents.builder().model(model).tools(desk).ask("desk.*").listener(recorded).approver(request -> {
            asked.countDown();
            new CountDownLatch(1).await();
            return request.once();
        }).build();
        endedAsCancelled(cancelledOnce(agent, asked));
        assertThat(desk.asleep.getCount()).isEqualTo(1);
        assertThat(recorded.results()).singleElement().asString().endsWith("was not made");
    }

    /** Streams a first thought and then nothing, whatever happens to its thread. */
    private static final class StuckModel implements StreamingChatModel {
        private final CountDownLatch streaming = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private final CountDownLatch saidTooLate = new CountDownLatch(1);

        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            handler.onPartialThinking(new PartialThinking("Hm."));
            streaming.countDown();
            while (true) {
                try {
                    release.await();
                    handler.onPartialThinking(new PartialThinking("too late"));
                    saidTooLate.countDown();
                    return;
                } catch (InterruptedException e) {
                    continue;
                }
            }
        }
    }

    @Test
    void cancelAbandonsAModelThatIgnoresIt() throws Exception {
        var model = new StuckModel();
        Agent agent = Agents.builder().model(model).listener(recorded).build();
        endedAsCancelled(cancelledOnce(agent, model.streaming));
        model.release.countDown();
        assertThat(model.saidTooLate.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(recorded.thinking()).isEqualTo("Hm.");
    }

    @Test
    void interruptedCallerEndsTheRunAndStaysInterrupted() throws Exception {
        var model = ScriptedChatModel.of(call("sleep", "{}"));
        try (Agent agent = Agents.builder().model(model).tools(desk).allow("desk.*").listener(recorded).build()) {
            var result = new CompletableFuture<AgentResult>();
            var interruptedAfter = new CompletableFuture<Boolean>();
            Thread caller = Thread.ofPlatform().start(() -> {
                result.complete(agent.run("go"));
                interruptedAfter.complete(Thread.currentThread().isInterrupted());
            });
            assertThat(desk.asleep.await(20, TimeUnit.SECONDS)).isTrue();
            caller.interrupt();
            endedAsCancelled(result.get(20, TimeUnit.SECONDS));
            assertThat(interruptedAfter.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void timeLimitCutsAToolAndAsksForTheBestAnswer() {
        var model = ScriptedChatModel.of(call("sleep", "{}"), text("No time."));
        var limits = RunLimits.DEFAULT.withTime(Duration.ofMillis(300));
        try (Agent agent = Agents.builder().model(model).tools(desk).allow("desk.*").limits(limits).build()) {
            AgentResult result = agent.run("go");
            assertThat(result.stopReason()).isEqualTo(StopReason.TIME_LIMIT);
            assertThat(result.text()).isEqualTo("No time.");
        }
    }

    @Test
    void noCallIsLeftWithoutAResultInTheConversation() throws Exception {
        var model = ScriptedChatModel
                .of(call("read_page", "{\"page\": \"1\"}").andCall("sleep", "{}").andCall("sleep", "{}"));
        var store = new InMemoryChatMemoryStore();
        try (Agent agent = Agents.builder().model(model).tools(desk).allow("desk.*").conversations(store).build()) {
            var result = CompletableFuture.supplyAsync(() -> agent.run(AgentTask.of("go").inConversation("c")));
            assertThat(desk.asleep.await(20, TimeUnit.SECONDS)).isTrue();
            agent.cancel();
            result.get(20, TimeUnit.SECONDS);
        }
        assertThat(store.getMessages("c").stream().filter(ToolExecutionResultMessage.class::isInstance)).hasSize(3);
    }
}
