package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.guard.AnswerNeed;
import dev.qwenagent.api.guard.GuardDecision;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.api.guard.ThoughtGuardrail;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.Approver;
import dev.qwenagent.memory.LoopNote;
import dev.qwenagent.tools.builtin.CalculatorTools;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A thought is cut in its middle, whichever model thinks it. */
class ThoughtGuardrailTest {

    private final Desk desk = new Desk();
    private final RecordedRun recorded = new RecordedRun();

    private static ThoughtGuardrail at(String words, GuardVerdict<Void> verdict) {
        return new ThoughtGuardrail() {
            @Override
            public AnswerNeed answerNeed() {
                return AnswerNeed.NOTHING;
            }

            @Override
            public GuardVerdict<Void> onThinking(RunSoFar run, String thought) {
                return thought.contains(words) ? verdict : GuardVerdict.pass();
            }
        };
    }

    private AgentResult run(StreamingChatModel model, Approver approver, GuardVerdict<Void> verdict) {
        try (Agent agent = Agents.builder()
                .model(model)
                .tools(desk)
                .allow("desk.*")
                .approver(approver)
                .guardrail(at("burn", verdict))
                .listener(recorded)
                .build()) {
            return agent.run("go");
        }
    }

    private static ScriptedChatModel plotting() {
        return ScriptedChatModel.of(
                call("burn_page", "{\"page\": \"1\"}").thinking("I will burn the page and nobody will ever notice it."),
                text("Kept."));
    }

    @Test
    void stopEndsTheRunInTheMiddleOfTheThought() {
        AgentResult result = run(plotting(), Approver.NOBODY, GuardVerdict.stop("arson"));
        assertThat(result.stopReason()).isEqualTo(StopReason.BLOCKED);
        assertThat(recorded.thinking()).startsWith("I will").doesNotContain("notice");
        assertThat(recorded.events(AgentEvent.ToolAnnounced.class)).isEmpty();
        assertThat(recorded.events(AgentEvent.ToolRequested.class)).isEmpty();
        assertThat(desk.done).isEmpty();
        assertThat(recorded.events(AgentEvent.GuardrailTripped.class)).singleElement()
                .extracting(tripped -> tripped.decision().stage())
                .isEqualTo(GuardDecision.Stage.THINKING);
    }

    @Test
    void reconsiderSendsTheModelBackWithTheReason() {
        var model = plotting();
        AgentResult result = run(model, Approver.NOBODY, GuardVerdict.reconsider("Do not burn."));
        assertThat(result.text()).isEqualTo("Kept.");
        assertThat(desk.done).isEmpty();
        assertThat(model.requests().getLast().messages().getLast()).isEqualTo(LoopNote.of("Do not burn."));
        assertThat(result.usage().totalTokenCount()).isPositive();
    }

    @Test
    void personsYesLetsTheModelThinkItAgainAndNo() {
        var model = ScriptedChatModel.of(
                call("burn_page", "{\"page\": \"1\"}").thinking("I will burn the page."),
                call("burn_page", "{\"page\": \"1\"}").thinking("I will burn the page."), text("Burnt."));
        AgentResult result = run(model, ApprovalRequest::once, GuardVerdict.ask("May it think of burning?"));
        assertThat(result.text()).isEqualTo("Burnt.");
        assertThat(desk.done).containsExactly("burn 1");
        assertThat(recorded.events(AgentEvent.PermissionAsked.class)).hasSize(1);
        AgentResult refused = run(plotting(), ApprovalRequest::no, GuardVerdict.ask("May it think of burning?"));
        assertThat(refused.text()).isEqualTo("Kept.");
        assertThat(desk.done).containsExactly("burn 1");
    }

    @Test
    void personsYesThatHasExpiredIsNo() {
        Approver late = request -> new Approval.Yes(request.call(), Instant.EPOCH, Approval.Extent.ONCE);
        assertThat(run(plotting(), late, GuardVerdict.ask("May it think of burning?")).text()).isEqualTo("Kept.");
        assertThat(desk.done).isEmpty();
    }

    @Test
    void failingGuardrailEndsTheRun() {
        ThoughtGuardrail failing = new ThoughtGuardrail() {
            @Override
            public GuardVerdict<Void> onThinking(RunSoFar run, String thought) {
                throw new IllegalStateException("broken");
            }
        };
        try (Agent agent = Agents.builder().model(plotting()).tools(desk).allow("**").guardrail(failing).build()) {
            assertThat(agent.run("go").stopReason()).isEqualTo(StopReason.BLOCKED);
        }
        assertThat(desk.done).isEmpty();
    }

    @Test
    void modelThatNeverComesBackIsLeftAtOnce() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        StreamingChatModel endless = new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                handler.onPartialThinking(new PartialThinking("I will burn the page"));
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }
        };
        assertThat(run(endless, Approver.NOBODY, GuardVerdict.stop("arson")).stopReason())
                .isEqualTo(StopReason.BLOCKED);
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void thoughtThatComesWithTheWholeReplyIsJudgedAndTold() {
        StreamingChatModel whole = new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                handler.onCompleteResponse(ChatResponse.builder()
                        .aiMessage(AiMessage.builder().thinking("I will burn the page.").text("Kept.").build())
                        .build());
            }
        };
        assertThat(run(whole, Approver.NOBODY, GuardVerdict.stop("arson")).stopReason())
                .isEqualTo(StopReason.BLOCKED);
        try (Agent agent = Agents.builder().model(whole).listener(recorded).build()) {
            assertThat(agent.run("go").text()).isEqualTo("Kept.");
        }
        assertThat(recorded.thinking()).isEqualTo("I will burn the page.");
    }

    @Test
    void engineInThisProcessStopsThinkingToo() {
        try (Agent agent = Agents.builder()
                .tools(new CalculatorTools())
                .allow("calc.*")
                .guardrail(at("My tools", GuardVerdict.stop("it lists its tools")))
                .listener(recorded)
                .build()) {
            assertThat(agent.run("What is 17 * 23?").stopReason()).isEqualTo(StopReason.BLOCKED);
        }
        assertThat(recorded.thinking()).doesNotContain("My tools").doesNotContain("calculator");
        assertThat(recorded.events(AgentEvent.ToolRequested.class)).isEmpty();
    }
}
