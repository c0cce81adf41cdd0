package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.plan.Decision;
import dev.qwenagent.api.plan.Deliberation;
import dev.qwenagent.api.plan.Planner;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.planners.ToolCallingPlanner;
import dev.qwenagent.runtime.journal.Journals;
import dev.qwenagent.runtime.journal.RunArchive;
import dev.qwenagent.tools.MayAuthorize;
import dev.qwenagent.tools.RequiresScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where the work of a run is done, and what becomes of it there. */
@Timeout(60)
class WorkplaceTest {

    private final Bench bench = new Bench();
    private final RecordedRun recorded = new RecordedRun();

    /** Keeps the threads on which it was called. */
    public static final class Bench {

        private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        private final CountDownLatch busy = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private @Nullable Agent other;

        @Tool("Work")
        @RequiresScope("bench.work")
        public String work() {
            threads.add(Thread.currentThread());
            return "worked";
        }

        @Tool("Interrupt oneself")
        @RequiresScope("bench.work")
        public String interrupt() {
            Thread.currentThread().interrupt();
            return "interrupted";
        }

        @Tool("Sleep")
        @RequiresScope("bench.work")
        public String sleep() throws InterruptedException {
            threads.add(Thread.currentThread());
            busy.countDown();
            new CountDownLatch(1).await();
            return "slept";
        }

        @Tool("Hold out")
        @RequiresScope("bench.work")
        public String hold_out() {
            busy.countDown();
            while (true) {
                try {
                    release.await();
                    return "held out";
                } catch (InterruptedException e) {
                    continue;
                }
            }
        }

        @Tool("Ask for more")
        @RequiresScope("bench.work")
        @MayAuthorize("bench.more")
        public String ask_for_more(ToolContext context) {
            context.authorize(Scope.of("bench.more"));
            return "got it";
        }

        @Tool("Hold out, and hold up whoever cancels")
        @RequiresScope("bench.work")
        public String hold_up(ToolContext context) {
            context.cancellation().onCancel(this::hold_out);
            return hold_out();
        }

        @Tool("Let the agent do it")
        @RequiresScope("bench.work")
        public String pass_on() {
            return other.run(AgentTask.of("Do it.").inConversation("c")).text();
        }
    }

    private AgentBuilder builder(ScriptedReply... replies) {
        return Agents.builder()
                .model(ScriptedChatModel.of(replies))
                .tools(bench)
                .allow("bench.*")
                .listener(recorded);
    }

    @Test
    void aRunHasOneThreadOfItsOwnForAllThatItsToolsDo() {
        try (Agent agent = builder(call("work", "{}"), call("work", "{}"), text("Done.")).build()) {
            agent.run("Work.");
        }
        assertThat(bench.threads).hasSize(2);
        assertThat(bench.threads.getFirst()).isNotSameAs(Thread.currentThread()).isSameAs(bench.threads.getLast());
        assertThat(bench.threads.getFirst().isVirtual()).isTrue();
    }

    @Test
    void aRunOnTheCallingThreadWorksThereAndNowhereElse() {
        List<Thread> heard = new ArrayList<>();
        try (Agent agent = builder(call("work", "{}"), text("Done.")).listener(event -> heard
                .add(Thread.currentThread())).onCallingThread().build()) {
            agent.run("Work.");
        }
        assertThat(bench.threads).containsExactly(Thread.currentThread());
        assertThat(heard).containsOnly(Thread.currentThread());
    }

    @Test
    void timeLimitInterruptsTheCallingThreadWhichGoesOnUninterrupted() {
        var limits = RunLimits.DEFAULT.withTime(Duration.ofMillis(200));
        try (Agent agent = builder(call("sleep", "{}"), text("No time.")).limits(limits).onCallingThread().build()) {
            AgentResult result = agent.run("Sleep.");
            assertThat(result.stopReason()).isEqualTo(StopReason.TIME_LIMIT);
            assertThat(result.text()).isEqualTo("No time.");
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void timeLimitInAWaitForApprovalIsNoInterruptionOfTheCaller() {
        var limits = RunLimits.DEFAULT.withTime(Duration.ofMillis(200));
        try (Agent agent = Agents.builder()
                .model(ScriptedChatModel.of(call("ask_for_more", "{}"), text("Nobody was there.")))
                .tools(bench)
                .allow("bench.work")
                .ask("bench.more")
                .approver(request -> {
                    new CountDownLatch(1).await();
                    return request.once();
                })
                .limits(limits)
                .onCallingThread()
                .build()) {
            AgentResult result = agent.run("Ask for more.");
            assertThat(result.stopReason()).isEqualTo(StopReason.TIME_LIMIT);
            assertThat(result.text()).isEqualTo("Nobody was there.");
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void whoHearsOfTheTimeLimitDoesNotHoldUpTheCaller() throws Exception {
        var limits = RunLimits.DEFAULT.withTime(Duration.ofMillis(200));
        try (Agent agent = builder(call("hold_up", "{}"), text("No time.")).limits(limits).build()) {
            AgentResult result = CompletableFuture.supplyAsync(() -> agent.run("Hold up.")).get(20, TimeUnit.SECONDS);
            assertThat(result.stopReason()).isEqualTo(StopReason.TIME_LIMIT);
            assertThat(result.text()).isEqualTo("No time.");
        } finally {
            bench.release.countDown();
        }
    }

    @Test
    void aToolOnTheCallingThreadCanRunAnotherAgentThere() throws Exception {
        var second = new Bench();
        var ended = new CompletableFuture<AgentResult>();
        try (Agent inner = Agents.builder()
                .model(ScriptedChatModel.of(call("sleep", "{}")))
                .tools(second)
                .allow("bench.*")
                .onCallingThread()
                .build();
                Agent outer = builder(call("pass_on", "{}")).onCallingThread().build()) {
            bench.other = inner;
            Thread caller = Thread.ofPlatform().start(() -> ended.complete(outer.run("Pass it on.")));
            assertThat(second.busy.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(second.threads).containsExactly(caller);
            outer.cancel();
            assertThat(ended.get(20, TimeUnit.SECONDS).stopReason()).isEqualTo(StopReason.CANCELLED);
        }
    }

    @Test
    void interruptionOfTheCallingThreadEndsTheRunAndIsKept() throws Exception {
        var ended = new CompletableFuture<StopReason>();
        var isInterrupted = new CompletableFuture<Boolean>();
        try (Agent agent = builder(call("sleep", "{}")).onCallingThread().build()) {
            Thread caller = Thread.ofPlatform().start(() -> {
                ended.complete(agent.run("Sleep.").stopReason());
                isInterrupted.complete(Thread.currentThread().isInterrupted());
            });
            assertThat(bench.busy.await(20, TimeUnit.SECONDS)).isTrue();
            caller.interrupt();
            assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo(StopReason.CANCELLED);
            assertThat(isInterrupted.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aToolThatHoldsOutHoldsTheCallerOnItsOwnThreadAlone() throws Exception {
        try (Agent own = builder(call("hold_out", "{}")).build()) {
            var left = CompletableFuture.supplyAsync(() -> own.run("Hold out.").stopReason());
            assertThat(bench.busy.await(20, TimeUnit.SECONDS)).isTrue();
            own.cancel();
            assertThat(left.get(20, TimeUnit.SECONDS)).isEqualTo(StopReason.CANCELLED);
        }
        var second = new Bench();
        var model = ScriptedChatModel.of(call("hold_out", "{}"));
        try (Agent callers = Agents.builder().model(model).tools(second).allow("bench.*").onCallingThread().build()) {
            var held = CompletableFuture.supplyAsync(() -> callers.run("Hold out."));
            assertThat(second.busy.await(20, TimeUnit.SECONDS)).isTrue();
            callers.cancel();
            Thread.sleep(700);
            assertThat(held).isNotDone();
            second.release.countDown();
            AgentResult result = held.get(20, TimeUnit.SECONDS);
            assertThat(result.stopReason()).isEqualTo(StopReason.CANCELLED);
            assertThat(result.calls()).singleElement()
                    .satisfies(made -> assertThat(made.outcome().textForModel()).isEqualTo("held out"));
        }
    }

    @Test
    void whatARunThrowsTellsWhereItWasStarted() {
        try (Agent agent = builder(ScriptedReply.failing(new IllegalStateException("broken"))).build()) {
            assertThatThrownBy(() -> agent.run("Work.")).isInstanceOf(AgentException.class)
                    .rootCause()
                    .satisfies(e -> assertThat(e.getSuppressed()[0].getStackTrace())
                            .anyMatch(frame -> frame.getClassName().equals(WorkplaceTest.class.getName())));
        }
    }

    @Test
    void aToolsOwnInterruptionReachesNothingElse() {
        try (Agent agent = builder(call("interrupt", "{}"), call("work", "{}"), text("Done.")).build()) {
            assertThat(agent.run("Work.").text()).isEqualTo("Done.");
        }
        assertThat(bench.threads).hasSize(1);
    }

    /** Goes on whatever it is told, as a planner with too wide a catch does. */
    private static final class DeafPlanner implements Planner {

        private final CountDownLatch decided = new CountDownLatch(1);

        @Override
        public Decision decide(Deliberation deliberation) {
            try {
                return new ToolCallingPlanner().decide(deliberation);
            } catch (Throwable e) {
                decided.countDown();
                return new Decision.Answer("", "Never mind.");
            }
        }
    }

    /** Hands over what it has when it is interrupted, as if that were all. */
    private static final class HastyModel implements ChatModel {

        private final CountDownLatch busy = new CountDownLatch(1);

        @Override
        public ChatResponse doChat(ChatRequest request) {
            try {
                busy.countDown();
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return ChatResponse.builder().aiMessage(AiMessage.from("Half an ans")).build();
        }
    }

    @Test
    void halfAReplyOfACancelledRunIsNoAnswer() throws Exception {
        var model = new HastyModel();
        try (Agent agent = Agents.builder().model(model).build()) {
            var result = CompletableFuture.supplyAsync(() -> agent.run("Say it."));
            assertThat(model.busy.await(20, TimeUnit.SECONDS)).isTrue();
            agent.cancel();
            assertThat(result.get(20, TimeUnit.SECONDS).stopReason()).isEqualTo(StopReason.CANCELLED);
            assertThat(result.get().text()).isEmpty();
        }
    }

    /** Heeds nothing until it is released. */
    private static final class DeafModel implements ChatModel {

        private final CompletableFuture<Thread> busy = new CompletableFuture<>();
        private final CountDownLatch release = new CountDownLatch(1);

        @Override
        public ChatResponse doChat(ChatRequest request) {
            busy.complete(Thread.currentThread());
            while (release.getCount() > 0) {
                Thread.interrupted();
                Thread.onSpinWait();
            }
            return ChatResponse.builder().aiMessage(AiMessage.from("Late.")).build();
        }
    }

    @Test
    void whatComesBackToARunThatWentOnChangesNothingOfIt(@TempDir Path folder) throws Exception {
        var planner = new DeafPlanner();
        var model = new DeafModel();
        try (RunArchive journal = Journals.in(folder);
                Agent agent = Agents.builder()
                        .model(model)
                        .planner(planner)
                        .journal(journal)
                        .listener(recorded)
                        .build()) {
            var result = CompletableFuture.supplyAsync(() -> agent.run("Say it."));
            Thread worker = model.busy.get(20, TimeUnit.SECONDS);
            agent.cancel();
            String run = result.get(20, TimeUnit.SECONDS).runId();
            model.release.countDown();
            assertThat(planner.decided.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(worker.join(Duration.ofSeconds(20))).isTrue();
            assertThat(journal.read(run).getLast()).isInstanceOf(JournalEntry.RunEnded.class);
            assertThat(recorded.events().getLast()).isInstanceOf(AgentEvent.RunEnded.class);
            assertThat(result.get().text()).isEmpty();
        }
    }

    @Test
    void aToolThatStartsARunInItsOwnConversationIsToldInsteadOfWaitingForItself() {
        var store = new InMemoryChatMemoryStore();
        try (Agent agent = builder(call("pass_on", "{}"), text("It could not.")).conversations(store).build()) {
            bench.other = agent;
            AgentResult result = agent.run(AgentTask.of("Pass it on.").inConversation("c"));
            assertThat(result.text()).isEqualTo("It could not.");
            assertThat(result.calls()).singleElement()
                    .satisfies(made -> assertThat(made.outcome().textForModel()).contains("its own conversation"));
        }
    }
}
