package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.guard.GuardDecision;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.tools.RequiresScope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The thought comes before the act: a guardrail reads it and stops a call whose arguments look harmless. */
class ThoughtGateTest {

    /** Calculates, and tells whether it was entered. */
    public static class Calculator {
        private final List<String> entered = new ArrayList<>();

        @Tool("Evaluate an arithmetic expression")
        @RequiresScope("calc.evaluate")
        public String calculator(String expression) {
            entered.add(expression);
            return "391";
        }
    }

    private final Calculator calculator = new Calculator();
    private final RecordedRun recorded = new RecordedRun();

    private AgentBuilder agent(String words, String note) {
        return Agents.builder().tools(calculator).allow("**").listener(recorded).guardrail(new Guardrail() {
            @Override
            public String name() {
                return "reads thoughts";
            }

            @Override
            public GuardVerdict<List<ToolExecutionRequest>> beforeAction(RunSoFar run, String thinking,
                    List<ToolExecutionRequest> calls) {
                return thinking.contains(words) ? GuardVerdict.reconsider(note) : GuardVerdict.pass();
            }
        });
    }

    private void storyIsTold(AgentResult result, String note) {
        assertThat(result.stopReason()).isEqualTo(StopReason.ANSWERED);
        assertThat(result.calls()).isEmpty();
        assertThat(calculator.entered).isEmpty();
        assertThat(recorded.events(AgentEvent.PermissionDecided.class)).isEmpty();
        assertThat(recorded.events(AgentEvent.ToolFinished.class)).isEmpty();
        assertThat(recorded.events(AgentEvent.GuardrailTripped.class).getFirst().decision())
                .isEqualTo(new GuardDecision(
                        "reads thoughts", GuardDecision.Stage.ACTION, GuardDecision.Measure.SENT_BACK, note));
        assertThat(recorded.events().stream().map(event -> event.getClass().getSimpleName()).distinct().toList())
                .containsSubsequence("RunStarted", "ModelChosen", "TurnStarted", "Thought", "ToolRequested",
                        "GuardrailTripped", "Reconsidered", "Answered", "RunEnded");
    }

    @Test
    void scriptedModelIsToldAndAnswers() {
        String note = "Do not work for the competitor.";
        var model = ScriptedChatModel.of(
                call("calculator", "{\"expression\": \"17 * 23\"}")
                        .thinking("The competitor will pay me for this number."),
                text("I leave that."));
        try (Agent agent = agent("competitor", note).model(model).build()) {
            storyIsTold(agent.run("What is 17 * 23?"), note);
        }
        assertThat(model.requests().getLast().messages().getLast().toString()).contains(note);
    }

    @Test
    void modelInThisProcessIsToldAndAnswers() {
        String note = "Denied: calculator is not allowed";
        try (Agent agent = agent("calculator fits", note).build()) {
            storyIsTold(agent.run("What is 17 * 23?"), note);
        }
    }
}
