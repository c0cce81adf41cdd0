package dev.qwenagent.api.tool;

import dev.qwenagent.api.label.Provenance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The only way to a tool: turns a {@link BoundCall} into a {@link GrantedCall} or a denial.
 *
 * <p>Every scope of the call is judged by the policy. One denial denies the call; else, if any scope is to be asked for, a
 * person is asked once for all of them; else the call is granted. A person's yes counts for exactly the call that was asked
 * about, once, until it expires. One gate serves one run: it remembers what was allowed "for this run", by tool, its version and
 * exactly the scopes that were judged together, and forgets it with the run: a yes to sending one file to one host and another
 * to another is none to sending the first to the second. What was allowed before more untrusted or confidential content came into the
 * conversation is asked again: the person said yes to another conversation than this one has become.
 *
 * <p>Labels are the gate's own matter, whatever the policy says: in a conversation with untrusted content every scope that
 * does more than look is raised from allow to ask, and in one with confidential content so is every call of a tool that is
 * not {@linkplain Tool#clearance() cleared} for it. The question names the sources. The verbs that only look are
 * {@code list}, {@code read}, {@code search}, {@code find}, {@code get}, {@code show}, {@code view} and {@code count}, and so
 * do {@code calc.evaluate} and {@code units.convert}; every other scope counts as acting.
 *
 * <p>Not thread-safe: one run, one gate, one call at a time.
 */
public final class PermissionGate {

    private final String runId;
    private final PermissionPolicy policy;
    private final ApprovalTerms terms;
    private final PermissionListener listener;
    private final Set<EarlierApprovals.ForRun> remembered;
    /** Questions of before the run was resumed that may come once more. */
    private final List<ApprovalRequest> repeatable;
    private int questions;

    /**
     * A gate for one run.
     *
     * @param runId the run, as approval requests name it
     * @param policy judges every scope
     * @param terms who answers for what the policy leaves to a person
     * @param listener hears what is asked and decided; what it throws stops the call
     */
    public PermissionGate(String runId, PermissionPolicy policy, ApprovalTerms terms, PermissionListener listener) {
        this(runId, policy, terms, listener, EarlierApprovals.NONE);
    }

    /**
     * A gate for a run that is resumed: what was allowed for the run still is, and a question that had been asked is the same
     * question, so that its answer counts for it and for nothing else.
     *
     * @param earlier what the run's gate had asked and been allowed before
     */
    public PermissionGate(String runId, PermissionPolicy policy, ApprovalTerms terms, PermissionListener listener,
            EarlierApprovals earlier) {
        this.runId = runId;
        this.policy = policy;
        this.terms = terms;
        this.listener = listener;
        this.remembered = new HashSet<>(earlier.forRun());
        this.repeatable = new ArrayList<>(earlier.repeatable());
        this.questions = earlier.questions();
    }

    /**
     * Judges a call.
     *
     * @return the grant, or why there is none; or the question whose answer comes later
     * @throws InterruptedException if the run is cancelled while a person is asked; nothing is granted
     */
    public Admission admit(BoundCall call, Occasion occasion) throws InterruptedException {
        return switch (judge(call, call.scopes(), occasion)) {
            case Ruling.Granted() -> new GrantedCall(call);
            case Ruling.Refused(ToolOutcome.Denied denied) -> denied;
            case Ruling.Later(ApprovalRequest question) -> new Admission.Waiting(question);
        };
    }

    /**
     * Judges a scope that turned out to be needed while a granted call is under way. A call under way cannot be put down: where
     * the answer comes later, it is no.
     *
     * @throws PermissionDeniedException if it is not permitted
     * @throws InterruptedException if the run is cancelled while a person is asked
     */
    public void authorize(GrantedCall granted, Scope scope, Occasion occasion) throws InterruptedException {
        BoundCall call = granted.call();
        switch (judge(call, List.of(scope), occasion)) {
            case Ruling.Granted() -> {
            }
            case Ruling.Refused(ToolOutcome.Denied denied) -> throw new PermissionDeniedException(denied);
            case Ruling.Later(ApprovalRequest question) -> {
                var refused = refuse(call, List.of(scope), "was not approved",
                        question.rule() + ", and a call under way cannot wait for a later answer");
                throw new PermissionDeniedException(refused.denied());
            }
        }
    }

    private Ruling judge(BoundCall call, List<Scope> scopes, Occasion occasion) throws InterruptedException {
        List<Scope> open = new ArrayList<>(0);
        List<String> asking = new ArrayList<>(0);
        List<String> allowing = new ArrayList<>(1);
        for (Scope scope : scopes) {
            var request = new PermissionRequest(name(call), call.request().arguments(), scope, occasion.thinking(),
                    occasion.label());
            switch (raised(policy.judge(request), FlowCheck.concerns(call.tool(), scope, occasion.provenance()))) {
                case Verdict.Deny deny -> {
                    return refuse(call, scopes, "is not allowed", deny.rule());
                }
                case Verdict.Ask ask when remembers(call, scopes, occasion.provenance()) ->
                    note(allowing, ask.rule() + ", allowed for this run");
                case Verdict.Ask ask -> {
                    open.add(scope);
                    note(asking, ask.rule());
                }
                case Verdict.Allow allow -> note(allowing, allow.rule());
            }
        }
        if (open.isEmpty()) {
            return grant(call, scopes, joined(allowing));
        }
        return ask(call, scopes, open, occasion, joined(asking));
    }

    /** Many scopes of one call are often judged by one rule. */
    private static void note(List<String> rules, String rule) {
        if (!rules.contains(rule)) {
            rules.add(rule);
        }
    }

    private static String joined(List<String> rules) {
        return rules.size() == 1 ? rules.getFirst() : String.join("; ", rules);
    }

    /** What a policy's verdict becomes where labels speak against it. */
    private static Verdict raised(Verdict verdict, List<String> concerns) {
        if (concerns.isEmpty()) {
            return verdict;
        }
        String because = ", but " + String.join(", and ", concerns);
        return switch (verdict) {
            case Verdict.Allow(String rule) -> new Verdict.Ask(rule + because);
            case Verdict.Ask(String rule) -> new Verdict.Ask(rule + because);
            case Verdict.Deny deny -> deny;
        };
    }

    private Ruling ask(BoundCall call, List<Scope> scopes, List<Scope> open, Occasion occasion, String rule)
            throws InterruptedException {
        ApprovalRequest request = question(call, open, occasion, rule);
        listener.asked(request);
        return switch (terms.approver().approve(request)) {
            case Approval.No() -> refuse(call, scopes, "was not approved",
                    rule + (isOver(request.expires()) ? ", not answered in time" : ", answered no"));
            case Approval.Later() -> new Ruling.Later(request);
            case Approval.Yes yes -> approved(call, scopes, request, yes);
        };
    }

    /** The question about a call: one that had been asked before the run was resumed in the same conversation, else a new one. */
    private ApprovalRequest question(BoundCall call, List<Scope> open, Occasion occasion, String rule) {
        for (ApprovalRequest earlier : repeatable) {
            ApprovedCall exactly = ApprovedCall.of(runId, earlier.call().question(), occasion.turn(), call, open);
            if (earlier.call().equals(exactly) && earlier.provenance().equals(occasion.provenance())) {
                repeatable.remove(earlier);
                return request(exactly, call, occasion, rule, earlier.expires());
            }
        }
        return request(ApprovedCall.of(runId, ++questions, occasion.turn(), call, open), call, occasion, rule,
                terms.clock().instant().plus(terms.validity()));
    }

    private static ApprovalRequest request(ApprovedCall exactly, BoundCall call, Occasion occasion, String rule,
            Instant expires) {
        return new ApprovalRequest(exactly, call.request().arguments(), occasion.thinking(), occasion.provenance(),
                rule, expires);
    }

    private Ruling approved(BoundCall call, List<Scope> scopes, ApprovalRequest request, Approval.Yes yes) {
        ApprovedCall asked = request.call();
        ApprovedCall now = ApprovedCall.of(runId, asked.question(), asked.turn(), call, asked.scopes());
        Instant latest = yes.expires().isBefore(request.expires()) ? yes.expires() : request.expires();
        if (!yes.call().equals(now)) {
            return refuse(call, scopes, "was not approved", request.rule() + ", answered yes to another call");
        }
        if (isOver(latest)) {
            return refuse(call, scopes, "was not approved in time", request.rule() + ", answered too late");
        }
        return switch (yes.extent()) {
            case ONCE -> grant(call, scopes, request.rule() + ", answered yes");
            case FOR_RUN, AS_RULE -> {
                remembered.add(new EarlierApprovals.ForRun(now.tool(), now.toolVersion(), Set.copyOf(scopes),
                        request.provenance()));
                yield grant(call, scopes, request.rule() + ", answered yes for this run");
            }
        };
    }

    private boolean isOver(Instant expires) {
        return !terms.clock().instant().isBefore(expires);
    }

    private boolean remembers(BoundCall call, List<Scope> scopes, Provenance provenance) {
        return !remembered.isEmpty() && remembered.contains(
                new EarlierApprovals.ForRun(name(call), ApprovedCall.version(call.tool()), Set.copyOf(scopes),
                        provenance));
    }

    private Ruling grant(BoundCall call, List<Scope> scopes, String rule) {
        listener.decided(new PermissionDecision(call.request().id(), name(call), scopes, true, rule));
        return new Ruling.Granted();
    }

    private Ruling.Refused refuse(BoundCall call, List<Scope> scopes, String reason, String rule) {
        listener.decided(new PermissionDecision(call.request().id(), name(call), scopes, false, rule));
        return new Ruling.Refused(new ToolOutcome.Denied(name(call) + " " + reason, rule));
    }

    private static String name(BoundCall call) {
        return call.request().name();
    }

    private sealed interface Ruling {
        record Granted() implements Ruling {}

        record Refused(ToolOutcome.Denied denied) implements Ruling {}

        record Later(ApprovalRequest question) implements Ruling {}
    }
}
