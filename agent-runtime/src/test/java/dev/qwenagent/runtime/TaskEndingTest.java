package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.Cancellation;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.tools.RequiresScope;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a caller hands in with a task ends the run of that task, and is not kept by it. */
@Timeout(60)
class TaskEndingTest {

    private final Desk desk = new Desk();
    private final CancellationSource caller = new CancellationSource();

    private Agent sleeper() {
        return Agents.builder().model(ScriptedChatModel.of(call("sleep", "{}"))).tools(desk).allow("desk.*").build();
    }

    private void sleeps() throws InterruptedException {
        assertThat(desk.asleep.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void callersTokenEndsTheRunOfItsTaskAndNoOther() throws Exception {
        var otherDesk = new Desk();
        var model = ScriptedChatModel.of(call("sleep", "{}"));
        try (Agent agent = sleeper();
                Agent other = Agents.builder().model(model).tools(otherDesk).allow("desk.*").build()) {
            var ended = CompletableFuture.supplyAsync(() -> agent.run(AgentTask.of("Sleep.").endingWith(caller)));
            var goesOn = CompletableFuture.supplyAsync(() -> other.run(AgentTask.of("Sleep.")));
            sleeps();
            assertThat(otherDesk.asleep.await(20, TimeUnit.SECONDS)).isTrue();
            caller.cancel();
            assertThat(ended.get(20, TimeUnit.SECONDS).stopReason()).isEqualTo(StopReason.CANCELLED);
            assertThat(desk.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(goesOn).isNotDone();
            other.cancel();
            assertThat(goesOn.get(20, TimeUnit.SECONDS).stopReason()).isEqualTo(StopReason.CANCELLED);
        }
    }

    @Test
    void deadlineOfTheCallerEndsTheRun() {
        try (Agent agent = sleeper(); caller) {
            caller.cancelAfter(Duration.ofMillis(20));
            AgentResult result = agent.run(AgentTask.of("Sleep.").endingWith(caller));
            assertThat(result.stopReason()).isEqualTo(StopReason.CANCELLED);
        }
    }

    @Test
    void taskThatHasEndedBeforeItsStartAsksNoModel() {
        caller.cancel();
        var model = ScriptedChatModel.of(text("Hello."));
        try (Agent agent = Agents.builder().model(model).build()) {
            AgentResult result = agent
                    .run(AgentTask.of("Say.").endingWith(caller).endingWith(new CancellationSource()));
            assertThat(result.stopReason()).isEqualTo(StopReason.CANCELLED);
        }
        assertThat(model.requests()).isEmpty();
    }

    /** A tool that has another agent do its work. */
    public static final class Delegate {

        private final Agent other;
        private final CompletableFuture<AgentResult> result = new CompletableFuture<>();

        Delegate(Agent other) {
            this.other = other;
        }

        @Tool("Delegate")
        @RequiresScope("work.delegate")
        public String delegate(ToolContext context) {
            AgentResult ended = other.run(AgentTask.of("Sleep.").endingWith(context.cancellation()));
            result.complete(ended);
            return ended.text();
        }
    }

    @Test
    void agentWithinAToolEndsWithTheToolsRun() throws Exception {
        try (Agent inner = sleeper()) {
            var delegate = new Delegate(inner);
            var model = ScriptedChatModel.of(call("delegate", "{}"));
            try (Agent outer = Agents.builder().model(model).tools(delegate).allow("work.*").build()) {
                var ended = CompletableFuture.supplyAsync(() -> outer.run(AgentTask.of("Go.").endingWith(caller)));
                sleeps();
                caller.cancel();
                assertThat(ended.get(20, TimeUnit.SECONDS).stopReason()).isEqualTo(StopReason.CANCELLED);
                assertThat(delegate.result.get(20, TimeUnit.SECONDS).stopReason()).isEqualTo(StopReason.CANCELLED);
            }
        }
    }

    /** Says the same always. */
    private static final class Parrot implements StreamingChatModel {
        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            handler.onCompleteResponse(ChatResponse.builder().aiMessage(AiMessage.from("Hello.")).build());
        }
    }

    /** A token that counts what waits for it. */
    private static final class Counted implements Cancellation {

        private final AtomicInteger waiting = new AtomicInteger();
        private int registered;

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public Registration onCancel(Runnable action) {
            registered++;
            waiting.incrementAndGet();
            return waiting::decrementAndGet;
        }
    }

    @Test
    void tokenOfTenThousandRunsKeepsNoneOfThem() {
        var token = new Counted();
        try (Agent agent = Agents.builder().model(new Parrot()).build()) {
            AgentTask task = AgentTask.of("Say.").endingWith(token);
            for (int i = 0; i < 10_000; i++) {
                agent.run(task);
                assertThat(token.waiting).hasValue(0);
            }
        }
        assertThat(token.registered).isEqualTo(10_000);
    }
}
