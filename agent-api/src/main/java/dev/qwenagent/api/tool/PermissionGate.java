package dev.qwenagent.api.tool;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.label.Label;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The only way to a tool: turns a {@link BoundCall} into a {@link GrantedCall} or a denial.
 *
 * <p>Every scope of the call is judged by the policy. One denial denies the call; else, if any scope is to be asked for, a
 * person is asked once for all of them; else the call is granted. One gate serves one run: it remembers what was allowed
 * "for this run", by tool and exact scope, and forgets it with the run. What was allowed before the conversation's label rose
 * is asked again: the person said yes to another conversation than this one has become. Not thread-safe: one run, one gate,
 * one call at a time.
 */
public final class PermissionGate {

    private record Remembered(String tool, Scope scope, Label label) {}

    private final String runId;
    private final PermissionPolicy policy;
    private final Approver approver;
    private final PermissionListener listener;
    private final Set<Remembered> remembered = new HashSet<>();

    /**
     * A gate for one run.
     *
     * @param runId the run, as approval requests name it
     * @param policy judges every scope
     * @param approver answers for what the policy leaves to a person
     * @param listener hears what is asked and decided; what it throws stops the call
     */
    public PermissionGate(String runId, PermissionPolicy policy, Approver approver, PermissionListener listener) {
        this.runId = runId;
        this.policy = policy;
        this.approver = approver;
        this.listener = listener;
    }

    /**
     * Judges a call.
     *
     * @param thinking the thought that led to the call
     * @param label the label of the conversation so far
     * @return the grant, or why there is none
     * @throws InterruptedException if the run is cancelled while a person is asked; nothing is granted
     */
    public Admission admit(BoundCall call, String thinking, Label label) throws InterruptedException {
        return switch (judge(call.request(), call.scopes(), thinking, label)) {
            case Ruling.Granted() -> new GrantedCall(call);
            case Ruling.Refused(ToolOutcome.Denied denied) -> denied;
        };
    }

    /**
     * Judges a scope that turned out to be needed while a granted call is under way.
     *
     * @throws PermissionDeniedException if it is not permitted
     * @throws InterruptedException if the run is cancelled while a person is asked
     */
    public void authorize(GrantedCall granted, Scope scope, String thinking, Label label) throws InterruptedException {
        if (judge(granted.call().request(), List.of(scope), thinking, label) instanceof Ruling.Refused refused) {
            throw new PermissionDeniedException(refused.denied());
        }
    }

    private Ruling judge(ToolExecutionRequest call, List<Scope> scopes, String thinking, Label label)
            throws InterruptedException {
        List<Scope> open = new ArrayList<>();
        Set<String> asking = new LinkedHashSet<>();
        Set<String> allowing = new LinkedHashSet<>();
        for (Scope scope : scopes) {
            switch (policy.judge(new PermissionRequest(call.name(), call.arguments(), scope, thinking, label))) {
                case Verdict.Deny deny -> {
                    return refuse(call, scopes, call.name() + " is not allowed", deny.rule());
                }
                case Verdict.Ask ask when remembered.contains(new Remembered(call.name(), scope, label)) ->
                    allowing.add(ask.rule() + ", allowed for this run");
                case Verdict.Ask ask -> {
                    open.add(scope);
                    asking.add(ask.rule());
                }
                case Verdict.Allow allow -> allowing.add(allow.rule());
            }
        }
        if (open.isEmpty()) {
            return grant(call, scopes, String.join("; ", allowing));
        }
        return ask(call, scopes, new ApprovalRequest(runId, call.id(), call.name(), call.arguments(), open, thinking,
                label, String.join("; ", asking)));
    }

    private Ruling ask(ToolExecutionRequest call, List<Scope> scopes, ApprovalRequest request)
            throws InterruptedException {
        listener.asked(request);
        return switch (approver.approve(request)) {
            case NO ->
                refuse(call, scopes, call.name() + " was not approved", request.rule() + ", answered no");
            case ONCE -> grant(call, scopes, request.rule() + ", answered yes");
            case FOR_RUN -> {
                request.scopes().forEach(scope -> remembered.add(new Remembered(call.name(), scope, request.label())));
                yield grant(call, scopes, request.rule() + ", answered yes for this run");
            }
        };
    }

    private Ruling grant(ToolExecutionRequest call, List<Scope> scopes, String rule) {
        listener.decided(new PermissionDecision(call.id(), call.name(), scopes, true, rule));
        return new Ruling.Granted();
    }

    private Ruling refuse(ToolExecutionRequest call, List<Scope> scopes, String reason, String rule) {
        listener.decided(new PermissionDecision(call.id(), call.name(), scopes, false, rule));
        return new Ruling.Refused(new ToolOutcome.Denied(reason, rule));
    }

    private sealed interface Ruling {
        record Granted() implements Ruling {}

        record Refused(ToolOutcome.Denied denied) implements Ruling {}
    }
}
