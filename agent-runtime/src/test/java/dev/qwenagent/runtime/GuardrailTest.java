package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.Approver;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.memory.LoopNote;
import dev.qwenagent.runtime.models.AgentModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardrailTest {

    private final Desk desk = new Desk();
    private final RecordedRun recorded = new RecordedRun();

    private AgentResult run(Guardrail guardrail, Approver approver, ScriptedChatModel model) {
        try (Agent agent = Agents.builder()
                .model(model)
                .tools(desk)
                .allow("desk.*")
                .approver(approver)
                .guardrail(guardrail)
                .listener(recorded)
                .build()) {
            return agent.run("go");
        }
    }

    private static Guardrail onThought(String word, GuardVerdict verdict) {
        return new Guardrail() {
            @Override
            public GuardVerdict beforeAction(String thinking, List<ToolExecutionRequest> calls) {
                return thinking.contains(word) ? verdict : GuardVerdict.PASS;
            }
        };
    }

    private static ScriptedChatModel burning() {
        return ScriptedChatModel.of(call("burn_page", "{\"page\": \"1\"}").thinking("Nobody will notice."),
                text("Kept."));
    }

    @Test
    void thoughtIsSeenWithItsCallsBeforeAnythingHappens() {
        AgentResult result = run(onThought("notice", new GuardVerdict.Stop("sneaky")), ApprovalRequest::once,
                burning());
        assertThat(result.stopReason()).isEqualTo(StopReason.BLOCKED);
        assertThat(desk.done).isEmpty();
        assertThat(recorded.events(AgentEvent.PermissionDecided.class)).isEmpty();
    }

    @Test
    void rethinkSendsTheNoteBackAndCallsNothing() {
        var model = burning();
        AgentResult result = run(onThought("notice", new GuardVerdict.Rethink("Do not burn.")), ApprovalRequest::once,
                model);
        assertThat(result.text()).isEqualTo("Kept.");
        assertThat(desk.done).isEmpty();
        assertThat(model.requests().getLast().messages().getLast()).isEqualTo(LoopNote.of("Do not burn."));
    }

    @Test
    void personDecidesWhereTheGuardrailAsks() {
        run(onThought("notice", new GuardVerdict.Ask("Burn it?")), ApprovalRequest::no, burning());
        assertThat(desk.done).isEmpty();
        run(onThought("notice", new GuardVerdict.Ask("Burn it?")), ApprovalRequest::once, burning());
        assertThat(desk.done).containsExactly("burn 1");
    }

    @Test
    void inputThatIsStoppedNeverReachesTheModel() {
        var model = ScriptedChatModel.of(text("never"));
        AgentResult result = run(new Guardrail() {
            @Override
            public GuardVerdict onInput(UserMessage message) {
                return new GuardVerdict.Stop("no");
            }
        }, ApprovalRequest::no, model);
        assertThat(result.stopReason()).isEqualTo(StopReason.BLOCKED);
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void resultCanBeWithheldFromTheModel() {
        var model = ScriptedChatModel.of(call("read_page", "{\"page\": \"1\"}"), text("Nothing."));
        run(new Guardrail() {
            @Override
            public GuardVerdict onResult(ToolExecutionRequest call, ToolOutcome outcome) {
                return new GuardVerdict.Rethink("withheld");
            }
        }, ApprovalRequest::no, model);
        assertThat(model.requests().getLast().messages().toString()).contains("withheld").doesNotContain("says hello");
    }

    @Test
    void answerCanBeSentBack() {
        var model = ScriptedChatModel.of(text("Damn."), text("Oh dear."));
        AgentResult result = run(new Guardrail() {
            @Override
            public GuardVerdict onAnswer(String thinking, String answer) {
                return answer.contains("Damn") ? new GuardVerdict.Rethink("Be polite.") : GuardVerdict.PASS;
            }
        }, ApprovalRequest::no, model);
        assertThat(result.text()).isEqualTo("Oh dear.");
    }

    @Test
    void resultThatEndsTheRunIsToldAsWithheldAndNotAsUnknown() {
        AgentResult result = run(new Guardrail() {
            @Override
            public GuardVerdict onResult(ToolExecutionRequest call, ToolOutcome outcome) {
                return new GuardVerdict.Stop("not to be read");
            }
        }, ApprovalRequest::no, ScriptedChatModel.of(call("read_page", "{\"page\": \"1\"}").andCall("burn_page",
                "{\"page\": \"1\"}")));
        assertThat(result.stopReason()).isEqualTo(StopReason.BLOCKED);
        assertThat(result.calls()).hasSize(1);
        assertThat(recorded.results().getFirst()).contains("withheld", "not to be read").doesNotContain("says hello");
        assertThat(recorded.results().getLast()).contains("not made");
        assertThat(desk.done).containsExactly("read 1");
    }

    @Test
    void questionOfAGuardrailShowsTheLabelAndItsAnswerIsTold() {
        var model = ScriptedChatModel.of(call("read_secret", "{}"),
                call("burn_page", "{\"page\": \"1\"}").thinking("Nobody will notice."), text("Burnt."));
        var local = AgentModel.of("local", model).withProfile(ModelProfile.inProcess("local"));
        try (Agent agent = Agents.builder()
                .model(local)
                .tools(desk)
                .allow("desk.*")
                .approver(ApprovalRequest::once)
                .guardrail(onThought("notice", new GuardVerdict.Ask("Burn it?")))
                .listener(recorded)
                .build()) {
            agent.run("go");
        }
        var asked = recorded.events(AgentEvent.PermissionAsked.class).getFirst().request();
        assertThat(asked.label().isConfidential()).isTrue();
        assertThat(recorded.events(AgentEvent.PermissionDecided.class))
                .filteredOn(event -> event.decision().rule().contains("Burn it?"))
                .singleElement()
                .satisfies(event -> assertThat(event.decision().granted()).isTrue());
    }

    @Test
    void answerIsToldToNobodyBeforeItHasPassed() {
        var model = ScriptedChatModel.of(text("the secret"));
        run(new Guardrail() {
            @Override
            public GuardVerdict onAnswer(String thinking, String answer) {
                return new GuardVerdict.Stop("leak");
            }
        }, ApprovalRequest::no, model);
        assertThat(recorded.events().toString()).doesNotContain("secret");
    }
}
