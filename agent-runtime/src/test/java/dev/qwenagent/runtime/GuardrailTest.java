package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.guard.GuardDecision;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.Approver;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.memory.LoopNote;
import dev.qwenagent.runtime.models.AgentModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GuardrailTest {

    private final Desk desk = new Desk();
    private final RecordedRun recorded = new RecordedRun();

    private AgentResult run(Guardrail guardrail, Approver approver, ScriptedChatModel model) {
        try (Agent agent = Agents.builder()
                .model(model)
                .tools(desk)
                .allow("desk.*", "web.*")
                .approver(approver)
                .guardrail(guardrail)
                .listener(recorded)
                .build()) {
            return agent.run("go");
        }
    }

    private static Guardrail onThought(String word, GuardVerdict<List<ToolExecutionRequest>> verdict) {
        return new Guardrail() {
            @Override
            public GuardVerdict<List<ToolExecutionRequest>> beforeAction(RunSoFar run, String thinking,
                    List<ToolExecutionRequest> calls) {
                return thinking.contains(word) ? verdict : GuardVerdict.pass();
            }
        };
    }

    private static ScriptedChatModel burning() {
        return ScriptedChatModel.of(call("burn_page", "{\"page\": \"1\"}").thinking("Nobody will notice."),
                text("Kept."));
    }

    @Test
    void thoughtIsSeenWithItsCallsBeforeAnythingHappens() {
        AgentResult result = run(onThought("notice", GuardVerdict.stop("sneaky")), ApprovalRequest::once,
                burning());
        assertThat(result.stopReason()).isEqualTo(StopReason.BLOCKED);
        assertThat(desk.done).isEmpty();
        assertThat(recorded.events(AgentEvent.PermissionDecided.class)).isEmpty();
    }

    @Test
    void rethinkSendsTheNoteBackAndCallsNothing() {
        var model = burning();
        AgentResult result = run(onThought("notice", GuardVerdict.reconsider("Do not burn.")), ApprovalRequest::once,
                model);
        assertThat(result.text()).isEqualTo("Kept.");
        assertThat(desk.done).isEmpty();
        assertThat(model.requests().getLast().messages().getLast()).isEqualTo(LoopNote.of("Do not burn."));
    }

    @Test
    void personDecidesWhereTheGuardrailAsks() {
        run(onThought("notice", GuardVerdict.ask("Burn it?")), ApprovalRequest::no, burning());
        assertThat(desk.done).isEmpty();
        run(onThought("notice", GuardVerdict.ask("Burn it?")), ApprovalRequest::once, burning());
        assertThat(desk.done).containsExactly("burn 1");
    }

    @Test
    void taskThatIsStillJudgedWhenTheTimeIsOverNeverReachesTheModel() {
        var model = ScriptedChatModel.of(text("never"));
        var slow = new Guardrail() {
            @Override
            public GuardVerdict<UserMessage> onInput(RunSoFar run, UserMessage message) {
                try {
                    Thread.sleep(20_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return GuardVerdict.pass();
            }

            @Override
            public Duration timeLimit() {
                return Duration.ofMinutes(1);
            }
        };
        var limits = RunLimits.DEFAULT.withTime(Duration.ofMillis(200));
        try (Agent agent = Agents.builder().model(model).guardrail(slow).limits(limits).build()) {
            AgentResult result = agent.run("go");
            assertThat(result.stopReason()).isEqualTo(StopReason.TIME_LIMIT);
            assertThat(result.problem()).contains("before the task had been judged");
        }
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void inputThatIsStoppedNeverReachesTheModel() {
        var model = ScriptedChatModel.of(text("never"));
        AgentResult result = run(new Guardrail() {
            @Override
            public GuardVerdict<UserMessage> onInput(RunSoFar run, UserMessage message) {
                return GuardVerdict.stop("no");
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
            public GuardVerdict<ToolOutcome> onResult(RunSoFar run, ToolExecutionRequest call, ToolOutcome outcome) {
                return GuardVerdict.reconsider("withheld");
            }
        }, ApprovalRequest::no, model);
        assertThat(model.requests().getLast().messages().toString()).contains("withheld").doesNotContain("says hello");
    }

    @Test
    void answerCanBeSentBack() {
        var model = ScriptedChatModel.of(text("Damn."), text("Oh dear."));
        AgentResult result = run(new Guardrail() {
            @Override
            public GuardVerdict<String> onAnswer(RunSoFar run, String thinking, String answer) {
                return answer.contains("Damn") ? GuardVerdict.reconsider("Be polite.") : GuardVerdict.pass();
            }
        }, ApprovalRequest::no, model);
        assertThat(result.text()).isEqualTo("Oh dear.");
    }

    @Test
    void resultThatEndsTheRunIsToldAsWithheldAndNotAsUnknown() {
        AgentResult result = run(new Guardrail() {
            @Override
            public GuardVerdict<ToolOutcome> onResult(RunSoFar run, ToolExecutionRequest call, ToolOutcome outcome) {
                return GuardVerdict.stop("not to be read");
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
                .guardrail(onThought("notice", GuardVerdict.ask("Burn it?")))
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
            public GuardVerdict<String> onAnswer(RunSoFar run, String thinking, String answer) {
                return GuardVerdict.stop("leak");
            }
        }, ApprovalRequest::no, model);
        assertThat(recorded.events().toString()).doesNotContain("secret");
    }

    private static ToolExecutionRequest pageTwo(ToolExecutionRequest call) {
        return call.toBuilder().arguments("{\"page\": \"2\"}").build();
    }

    @Test
    void amendedCallIsTheOneThatIsJudgedMadeAndRemembered() {
        var model = ScriptedChatModel.of(call("read_page", "{\"page\": \"1\"}"), text("Done."));
        AgentResult result = run(new Guardrail() {
            @Override
            public GuardVerdict<List<ToolExecutionRequest>> beforeAction(RunSoFar run, String thinking,
                    List<ToolExecutionRequest> calls) {
                return GuardVerdict.amend(calls.stream().map(GuardrailTest::pageTwo).toList(), "only page 2");
            }
        }, ApprovalRequest::no, model);
        assertThat(desk.done).containsExactly("read 2");
        assertThat(result.calls().getFirst().request().arguments()).contains("2");
        assertThat(model.requests().getLast().messages().toString()).contains("page 2 says hello")
                .doesNotContain("page 1");
        assertThat(recorded.events(AgentEvent.GuardrailTripped.class)).singleElement()
                .extracting(AgentEvent.GuardrailTripped::decision)
                .satisfies(decision -> {
                    assertThat(decision.stage()).isEqualTo(GuardDecision.Stage.ACTION);
                    assertThat(decision.measure()).isEqualTo(GuardDecision.Measure.AMENDED);
                    assertThat(decision.reason()).isEqualTo("only page 2");
                });
    }

    @Test
    void amendmentCannotAddACallOrLeaveNone() {
        var burn = ToolExecutionRequest.builder().id("new").name("burn_page").arguments("{\"page\": \"1\"}").build();
        for (List<ToolExecutionRequest> amended : List.of(List.of(burn), List.<ToolExecutionRequest>of())) {
            AgentResult result = run(onThought("", GuardVerdict.amend(amended, "other calls")), ApprovalRequest::once,
                    ScriptedChatModel.of(call("read_page", "{\"page\": \"1\"}")));
            assertThat(result.stopReason()).isEqualTo(StopReason.BLOCKED);
        }
        assertThat(desk.done).isEmpty();
    }

    @Test
    void amendedResultKeepsTheLabelOfWhatItWasMadeOf() {
        var far = ScriptedChatModel.of(call("read_secret", "{}"), text("never"));
        AgentResult result = run(new Guardrail() {
            @Override
            public GuardVerdict<ToolOutcome> onResult(RunSoFar run, ToolExecutionRequest call, ToolOutcome outcome) {
                return GuardVerdict.amend(ToolOutcome.Success.of("nothing to see"), "redacted");
            }
        }, ApprovalRequest::no, far);
        assertThat(result.calls().getFirst().outcome().textForModel()).isEqualTo("nothing to see");
        assertThat(result.stopReason()).isEqualTo(StopReason.NOT_CLEARED);
    }

    @Test
    void amendedTaskAndAnswerAreWhatModelAndUserGet() {
        var model = ScriptedChatModel.of(text("It is 4711."));
        AgentResult result = run(new Guardrail() {
            @Override
            public GuardVerdict<UserMessage> onInput(RunSoFar run, UserMessage message) {
                return GuardVerdict.amend(UserMessage.from("go slowly"), "haste");
            }

            @Override
            public GuardVerdict<String> onAnswer(RunSoFar run, String thinking, String answer) {
                return GuardVerdict.amend(answer.replaceAll("[0-9]+", "…"), "a number");
            }
        }, ApprovalRequest::no, model);
        assertThat(model.requests().getFirst().messages()).containsExactly(UserMessage.from("go slowly"));
        assertThat(result.text()).isEqualTo("It is ….");
        assertThat(recorded.events().toString()).doesNotContain("4711");
    }

    @Test
    void failingGuardrailStopsTheRunAndNothingHappens() {
        AgentResult result = run(new Guardrail() {
            @Override
            public GuardVerdict<List<ToolExecutionRequest>> beforeAction(RunSoFar run, String thinking,
                    List<ToolExecutionRequest> calls) {
                throw new IllegalStateException("no connection to the rules");
            }
        }, ApprovalRequest::once, burning());
        assertThat(result.stopReason()).isEqualTo(StopReason.BLOCKED);
        assertThat(desk.done).isEmpty();
        assertThat(recorded.events(AgentEvent.RunEnded.class).getFirst().problem())
                .contains("no connection to the rules");
    }

    @Test
    void guardrailThatTakesTooLongIsInterruptedAndStopsTheRun() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        AgentResult result = run(new Guardrail() {
            @Override
            public Duration timeLimit() {
                return Duration.ofMillis(50);
            }

            @Override
            public GuardVerdict<List<ToolExecutionRequest>> beforeAction(RunSoFar run, String thinking,
                    List<ToolExecutionRequest> calls) {
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
                return GuardVerdict.pass();
            }
        }, ApprovalRequest::once, burning());
        assertThat(result.stopReason()).isEqualTo(StopReason.BLOCKED);
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(desk.done).isEmpty();
        assertThat(recorded.events(AgentEvent.GuardrailTripped.class)).singleElement()
                .extracting(tripped -> tripped.decision().reason())
                .isEqualTo("the guardrail did not judge within 50 ms");
    }

    @Test
    void guardrailSeesTheRunSoFar() {
        List<RunSoFar> seen = new ArrayList<>();
        var model = ScriptedChatModel.of(call("read_web", "{\"url\": \"https://a.example/\"}"), text("Done."));
        run(new Guardrail() {
            @Override
            public GuardVerdict<String> onAnswer(RunSoFar run, String thinking, String answer) {
                seen.add(run);
                return GuardVerdict.pass();
            }
        }, ApprovalRequest::no, model);
        assertThat(seen).singleElement().satisfies(run -> {
            assertThat(run.turn()).isEqualTo(2);
            assertThat(run.steps().getFirst().calls()).hasSize(1);
            assertThat(run.usage()).hasSize(1);
            assertThat(run.provenance().names()).contains("https://a.example/");
        });
    }
}
