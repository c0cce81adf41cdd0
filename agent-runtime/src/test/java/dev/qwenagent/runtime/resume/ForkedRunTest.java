package dev.qwenagent.runtime.resume;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.api.testing.InMemoryRunJournal;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.Approver;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.history.RunHistory;
import dev.qwenagent.runtime.permission.LaterApprovals;
import dev.qwenagent.runtime.replay.Fork;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a fork takes over of its run, and what it does not. */
@Timeout(60)
class ForkedRunTest {

    private final InMemoryRunJournal journal = new InMemoryRunJournal();
    private final Ledger ledger = new Ledger();
    private Instant now = Instant.parse("2026-01-01T10:00:00Z");

    private AgentBuilder builder(StepModel model) {
        return Agents.builder().name("clerk").model(model).tools(ledger).journal(journal).clock(() -> now);
    }

    /** Lets nobody speak of gold. */
    private record NoGold() implements Guardrail {
        @Override
        public String name() {
            return "no gold";
        }

        @Override
        public GuardVerdict<UserMessage> onInput(RunSoFar sofar, UserMessage message) {
            return message.singleText().contains("gold") ? GuardVerdict.stop("gold") : GuardVerdict.pass();
        }
    }

    private AgentResult forked(String run, String task) {
        String fork = Fork.of(journal, run).task(task).into(run + "-" + journal.runs().size());
        try (Agent agent = builder(StepModel.of(text("Done."))).guardrail(new NoGold()).build()) {
            return agent.resume(fork);
        }
    }

    @Test
    void guardrailsJudgeTheWordsOfTheForkAndNotThoseOfItsRun() {
        try (Agent agent = builder(StepModel.of(text("Done."))).guardrail(new NoGold()).build()) {
            AgentResult blocked = agent.run("Buy gold.");
            assertThat(blocked.stopReason()).isEqualTo(StopReason.BLOCKED);
            assertThat(forked(blocked.runId(), "Buy bread.").text()).isEqualTo("Done.");
            AgentResult answered = agent.run("Buy bread.");
            assertThat(forked(answered.runId(), "Buy gold.").stopReason()).isEqualTo(StopReason.BLOCKED);
        }
    }

    @Test
    void otherWordsThatNoGuardrailWouldJudgeAreRefused() {
        try (Agent agent = builder(StepModel.of(call("pay", "{\"invoice\": 1}"), text("Paid.")))
                .allow("bank.pay")
                .build()) {
            Fork late = Fork.of(journal, agent.run("Pay.").runId()).at(2).task("Buy gold.");
            assertThatThrownBy(() -> late.into("fork")).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("fork at turn 1");
            assertThat(journal.read("fork")).isEmpty();
        }
    }

    @Test
    void weekInWhichTheRunWaitedIsNoTimeOfTheFork() {
        StepModel model = StepModel.of(call("pay", "{\"invoice\": 1}"), text("Paid."));
        String run;
        try (Agent agent = builder(model).ask("bank.pay")
                .approver(Approver.PUT_DOWN)
                .approvalTime(Duration.ofDays(8))
                .build()) {
            run = agent.run("Pay.").runId();
            now = now.plus(Duration.ofDays(7));
            new LaterApprovals(journal, () -> now).approve(run, Approval.Extent.ONCE, "ana");
            assertThat(agent.resume(run).text()).isEqualTo("Paid.");
            String fork = Fork.of(journal, run).at(2).into("fork");
            assertThat(RunHistory.of(journal.read(fork)).spent().worked()).isLessThan(Duration.ofDays(1));
            assertThat(agent.resume(fork).stopReason()).isEqualTo(StopReason.ANSWERED);
        }
        assertThat(ledger.paid()).containsExactly(run + "/1.1");
    }
}
