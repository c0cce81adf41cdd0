package dev.qwenagent.runtime.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.Approval.Extent;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.ApprovedCall;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.permission.PendingApprovals.Pending;
import dev.qwenagent.runtime.permission.PendingApprovals.Receipt;
import dev.qwenagent.tools.RequiresScope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PendingApprovalsTest {

    private final BlockingQueue<Pending> asked = new LinkedBlockingQueue<>();
    private final PendingApprovals approvals = new PendingApprovals(InstantSource.system(), asked::add);
    private final Queue<String> burnt = new ConcurrentLinkedQueue<>();
    private final RecordedRun recorded = new RecordedRun();

    public final class Stove {
        @Tool("Burn a page")
        @RequiresScope(value = "stove.burn", resource = "{page}")
        public void burn(String page) {
            burnt.add(page);
        }
    }

    private AgentBuilder agent(String... pages) {
        List<ScriptedReply> script = new ArrayList<>();
        for (String page : pages) {
            script.add(ScriptedReply.call("burn", "{\"page\": \"" + page + "\"}").thinking("It is cold."));
        }
        script.add(ScriptedReply.text("Done."));
        return Agents.builder()
                .model(ScriptedChatModel.of(script.toArray(ScriptedReply[]::new)))
                .tools(new Stove())
                .ask("stove.*")
                .approver(approvals)
                .listener(recorded);
    }

    @Test
    void questionIsListedAndAnsweredByItsId() throws Exception {
        try (Agent agent = agent("1", "2").build()) {
            var result = CompletableFuture.supplyAsync(() -> agent.run("Burn."));
            Pending first = asked.take();
            assertThat(approvals.list()).containsExactly(first);
            assertThat(approvals.find(first.id())).hasValue(first);
            assertThat(first.request().tool()).isEqualTo("burn");
            assertThat(first.request().thinking()).isEqualTo("It is cold.");
            assertThat(approvals.approve("somebody's guess", Extent.ONCE)).isEqualTo(Receipt.NOBODY_WAITS);
            assertThat(approvals.approve(first.id(), Extent.ONCE)).isEqualTo(Receipt.TAKEN);
            Pending second = asked.take();
            assertThat(approvals.approve(first.id(), Extent.FOR_RUN)).isEqualTo(Receipt.NOBODY_WAITS);
            assertThat(approvals.refuse(second.id())).isEqualTo(Receipt.TAKEN);
            result.get(20, TimeUnit.SECONDS);
        }
        assertThat(burnt).containsExactly("1");
        assertThat(approvals.list()).isEmpty();
    }

    @Test
    void noAnswerInTimeIsNo() {
        try (Agent agent = agent("1").approvalTime(Duration.ofSeconds(2)).build()) {
            agent.run("Burn.");
        }
        Pending late = asked.remove();
        assertThat(approvals.approve(late.id(), Extent.FOR_RUN)).isEqualTo(Receipt.NOBODY_WAITS);
        assertThat(burnt).isEmpty();
        assertThat(recorded.results()).containsExactly("Denied: burn was not approved");
    }

    @Test
    void approverThatNeverAnswersIsNoInTime() {
        try (Agent agent = agent("1").approvalTime(Duration.ofMillis(50)).approver(request -> {
            new java.util.concurrent.CountDownLatch(1).await();
            return request.once();
        }).build()) {
            agent.run("Burn.");
        }
        assertThat(burnt).isEmpty();
        assertThat(recorded.events(dev.qwenagent.api.event.AgentEvent.PermissionDecided.class)).singleElement()
                .satisfies(event -> assertThat(event.decision().rule()).endsWith("not answered in time"));
    }

    @Test
    void cancelledRunLeavesNoQuestionBehind() throws Exception {
        try (Agent agent = agent("1").build()) {
            var result = CompletableFuture.supplyAsync(() -> agent.run("Burn."));
            Pending pending = asked.take();
            agent.cancel();
            result.get(20, TimeUnit.SECONDS);
            while (!approvals.list().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(approvals.approve(pending.id(), Extent.ONCE)).isEqualTo(Receipt.NOBODY_WAITS);
        }
        assertThat(burnt).isEmpty();
    }

    @Test
    void receiptSaysWhatTheRunGetsInTheVeryMomentInWhichTheTimeIsOver() throws Exception {
        var still = new PendingApprovals(() -> Instant.EPOCH, asked::add);
        for (int i = 0; i < 200; i++) {
            var request = new ApprovalRequest(ApprovedCall.ofQuestion("run", 1, "asker", "subject"), "", "",
                    Provenance.NONE, "rule", Instant.EPOCH.plusMillis(1));
            var answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return still.approve(request);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }, command -> Thread.ofVirtual().start(command));
            Pending pending = asked.take();
            long moment = System.nanoTime() + 900_000 + i * 1_000L;
            while (System.nanoTime() < moment) {
                Thread.onSpinWait();
            }
            boolean isTaken = still.approve(pending.id(), Extent.ONCE) == Receipt.TAKEN;
            assertThat(answer.get(20, TimeUnit.SECONDS) instanceof Approval.Yes).isEqualTo(isTaken);
        }
    }

    @Test
    void manyRunsWaitAtOnceAndEachGetsItsOwnAnswer() throws Exception {
        List<CompletableFuture<?>> runs = new ArrayList<>();
        List<Agent> agents = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Agent agent = agent("page " + i).build();
            agents.add(agent);
            runs.add(
                    CompletableFuture.runAsync(() -> agent.run("Burn."), command -> Thread.ofVirtual().start(command)));
        }
        for (int i = 0; i < 20; i++) {
            Pending pending = asked.take();
            boolean isEven = pending.request().arguments().matches(".*[02468]\"}");
            assertThat(isEven ? approvals.approve(pending.id(), Extent.ONCE) : approvals.refuse(pending.id()))
                    .isEqualTo(Receipt.TAKEN);
        }
        for (var run : runs) {
            run.get(20, TimeUnit.SECONDS);
        }
        agents.forEach(Agent::close);
        assertThat(burnt).hasSize(10).allMatch(page -> page.matches(".*[02468]"));
    }
}
