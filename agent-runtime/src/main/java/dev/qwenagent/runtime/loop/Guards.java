package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.ApprovedCall;
import dev.qwenagent.api.tool.PermissionDecision;
import dev.qwenagent.api.tool.ToolOutcome;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** An agent's guardrails as one: the first that does not let pass decides. A person is asked where one wants it. */
final class Guards {

    private final RunLog log;
    private final List<Guardrail> guardrails;
    private final CancellableApprover approver;
    private final Supplier<Provenance> conversation;

    Guards(RunLog log, List<Guardrail> guardrails, CancellableApprover approver,
            Supplier<Provenance> conversation) {
        this.log = log;
        this.guardrails = guardrails;
        this.approver = approver;
        this.conversation = conversation;
    }

    Ruling onInput(UserMessage message) {
        return rule(0, "", "", guardrail -> guardrail.onInput(message));
    }

    Ruling beforeAction(int turn, String thinking, List<ToolExecutionRequest> calls) {
        return rule(turn, thinking, calls.toString(), guardrail -> guardrail.beforeAction(thinking, calls));
    }

    Ruling onResult(int turn, String thinking, ToolExecutionRequest call, ToolOutcome outcome) {
        return rule(turn, thinking, call.toString(), guardrail -> guardrail.onResult(call, outcome));
    }

    Ruling onAnswer(int turn, String thinking, String answer) {
        return rule(turn, thinking, answer, guardrail -> guardrail.onAnswer(thinking, answer));
    }

    /** What the guardrails came to, with nobody left to ask. */
    sealed interface Ruling {
        /** All let pass. */
        record Pass() implements Ruling {}

        /** The model is sent back with a note. */
        record Rethink(String note) implements Ruling {}

        /** The run ends. */
        record Stop(String reason) implements Ruling {}
    }

    private Ruling rule(int turn, String thinking, String subject, Function<Guardrail, GuardVerdict> judge) {
        for (Guardrail guardrail : guardrails) {
            Ruling ruling = switch (judge.apply(guardrail)) {
                case GuardVerdict.Pass() -> new Ruling.Pass();
                case GuardVerdict.Rethink(String note) -> new Ruling.Rethink(note);
                case GuardVerdict.Stop(String reason) -> new Ruling.Stop(reason);
                case GuardVerdict.Ask(String question) -> asked(turn, guardrail.name(), thinking, subject, question);
            };
            switch (ruling) {
                case Ruling.Pass() -> {
                }
                case Ruling.Rethink(String note) -> {
                    log.emit(new AgentEvent.GuardrailTripped(log.runId(), turn, guardrail.name(), note));
                    return ruling;
                }
                case Ruling.Stop(String reason) -> {
                    log.emit(new AgentEvent.GuardrailTripped(log.runId(), turn, guardrail.name(), reason));
                    return ruling;
                }
            }
        }
        return new Ruling.Pass();
    }

    private Ruling asked(int turn, String guardrail, String thinking, String subject, String question) {
        var about = ApprovedCall.ofQuestion(log.runId(), turn, guardrail, subject);
        var request = new ApprovalRequest(
                about, subject, thinking, conversation.get(), question, approver.expiry());
        log.asked(request);
        boolean isYes = approver.approve(request) instanceof Approval.Yes yes && yes.call().equals(about);
        String rule = question + (isYes ? ", answered yes" : ", answered no");
        log.decided(new PermissionDecision("", guardrail, List.of(), isYes, rule));
        return isYes ? new Ruling.Pass() : new Ruling.Rethink("A person said no: " + question);
    }
}
