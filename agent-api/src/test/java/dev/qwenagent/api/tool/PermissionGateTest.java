package dev.qwenagent.api.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.api.label.Label.Integrity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionGateTest {

    private static final Label UNTRUSTED = new Label(Confidentiality.PUBLIC, Integrity.UNTRUSTED);

    /** The verb is the verdict; the rule is the scope's name. */
    private static final PermissionPolicy BY_VERB = request -> switch (request.scope().verb()) {
        case "allow" -> new Verdict.Allow("rule " + request.scope());
        case "ask" -> new Verdict.Ask("rule " + request.scope());
        default -> new Verdict.Deny("rule " + request.scope());
    };

    private final FixedTool tool = new FixedTool("probe");
    private final Queue<Approval> answers = new ArrayDeque<>();
    private final List<ApprovalRequest> asked = new ArrayList<>();
    private final List<PermissionDecision> decided = new ArrayList<>();
    private final List<String> order = new ArrayList<>();
    private final PermissionGate gate = gate(BY_VERB, request -> {
        asked.add(request);
        order.add("approver");
        return answers.remove();
    });

    private PermissionGate gate(PermissionPolicy policy, Approver approver) {
        return new PermissionGate("run-1", policy, approver, new PermissionListener() {
            @Override
            public void asked(ApprovalRequest request) {
                order.add("asked");
            }

            @Override
            public void decided(PermissionDecision decision) {
                order.add("decided");
                decided.add(decision);
            }
        });
    }

    private Admission admit(String... scopes) throws InterruptedException {
        return gate.admit(tool.call(scopes), "a thought", Label.PLAIN);
    }

    private void answer(Approval... next) {
        answers.addAll(Arrays.asList(next));
    }

    @Test
    void allowedCallIsGrantedAndNobodyIsAsked() throws InterruptedException {
        assertThat(admit("a.allow", "b.allow")).isInstanceOf(GrantedCall.class);
        assertThat(asked).isEmpty();
        assertThat(decided).containsExactly(new PermissionDecision(
                "call_1", "probe", List.of(Scope.of("a.allow"), Scope.of("b.allow")), true,
                "rule a.allow; rule b.allow"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.deny b.ask c.allow", "b.ask a.deny c.allow", "c.allow b.ask a.deny"})
    void denyBeatsAskAndAllowInAnyOrder(String scopes) throws InterruptedException {
        assertThat(admit(scopes.split(" ")))
                .isEqualTo(new ToolOutcome.Denied("probe is not allowed", "rule a.deny"));
        assertThat(asked).isEmpty();
        assertThat(decided).singleElement().satisfies(decision -> {
            assertThat(decision.granted()).isFalse();
            assertThat(decision.rule()).isEqualTo("rule a.deny");
            assertThat(decision.scopes()).hasSize(3);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.allow b.ask", "b.ask a.allow"})
    void askBeatsAllowInAnyOrder(String scopes) throws InterruptedException {
        answer(Approval.NO);
        assertThat(admit(scopes.split(" "))).isInstanceOf(ToolOutcome.Denied.class);
        assertThat(asked).hasSize(1);
    }

    @Test
    void onePersonIsAskedOnceForAllOpenScopesAndSeesWhatTheyAreAbout() throws InterruptedException {
        answer(Approval.ONCE);
        gate.admit(tool.call("a.ask:/x", "b.allow", "c.ask:/y"), "because", UNTRUSTED);
        assertThat(asked).containsExactly(new ApprovalRequest(
                "run-1", "call_1", "probe", "{\"a\":1}", List.of(Scope.of("a.ask:/x"), Scope.of("c.ask:/y")),
                "because", UNTRUSTED, "rule a.ask:/x; rule c.ask:/y"));
        assertThat(decided).singleElement()
                .extracting(PermissionDecision::rule)
                .isEqualTo("rule a.ask:/x; rule c.ask:/y, answered yes");
    }

    @Test
    void policySeesToolArgumentsThoughtAndLabelOfEachScope() throws InterruptedException {
        List<PermissionRequest> judged = new ArrayList<>();
        gate(request -> {
            judged.add(request);
            return new Verdict.Allow("all");
        }, Approver.NOBODY).admit(tool.call("a.x:/1", "b.y"), "why", UNTRUSTED);
        assertThat(judged).containsExactly(
                new PermissionRequest("probe", "{\"a\":1}", Scope.of("a.x:/1"), "why", UNTRUSTED),
                new PermissionRequest("probe", "{\"a\":1}", Scope.of("b.y"), "why", UNTRUSTED));
        assertThat(decided).singleElement().extracting(PermissionDecision::rule).isEqualTo("all");
    }

    @Test
    void listenerHearsTheQuestionBeforeThePersonAndTheDecisionAfter() throws InterruptedException {
        answer(Approval.ONCE);
        admit("a.ask");
        assertThat(order).containsExactly("asked", "approver", "decided");
    }

    @Test
    void deniedTextIsWrittenForTheModel() throws InterruptedException {
        assertThat(((ToolOutcome.Denied) admit("a.deny")).textForModel()).isEqualTo("Denied: probe is not allowed");
        answer(Approval.NO);
        var refused = (ToolOutcome.Denied) admit("a.ask");
        assertThat(refused.textForModel()).isEqualTo("Denied: probe was not approved");
        assertThat(refused.rule()).isEqualTo("rule a.ask, answered no");
    }

    @Test
    void nobodyToAskMeansNo() throws InterruptedException {
        assertThat(gate(BY_VERB, Approver.NOBODY).admit(tool.call("a.ask"), "", Label.PLAIN))
                .isInstanceOf(ToolOutcome.Denied.class);
    }

    @Test
    void yesOnceIsForgottenAtOnce() throws InterruptedException {
        answer(Approval.ONCE, Approval.NO);
        assertThat(admit("a.ask")).isInstanceOf(GrantedCall.class);
        assertThat(admit("a.ask")).isInstanceOf(ToolOutcome.Denied.class);
    }

    @Test
    void yesForTheRunCoversTheSameToolAndScope() throws InterruptedException {
        answer(Approval.FOR_RUN);
        admit("a.ask:/x");
        assertThat(admit("a.ask:/x")).isInstanceOf(GrantedCall.class);
        assertThat(asked).hasSize(1);
        assertThat(decided.getLast().rule()).isEqualTo("rule a.ask:/x, allowed for this run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.ask", "a.ask:/x/y", "a.ask:/X", "a.ask:", "b.ask:/x"})
    void yesForTheRunCoversNoOtherScope(String other) throws InterruptedException {
        answer(Approval.FOR_RUN, Approval.NO);
        admit("a.ask:/x");
        assertThat(admit(other)).isInstanceOf(ToolOutcome.Denied.class);
        assertThat(asked.getLast().scopes()).containsExactly(Scope.of(other));
    }

    @Test
    void yesForTheRunToNoResourceCoversNoResource() throws InterruptedException {
        answer(Approval.FOR_RUN, Approval.NO);
        admit("a.ask");
        assertThat(admit("a.ask:/x")).isInstanceOf(ToolOutcome.Denied.class);
    }

    @Test
    void yesForTheRunCoversNoOtherTool() throws InterruptedException {
        answer(Approval.FOR_RUN, Approval.NO);
        admit("a.ask:/x");
        assertThat(gate.admit(new FixedTool("other").call("a.ask:/x"), "", Label.PLAIN))
                .isInstanceOf(ToolOutcome.Denied.class);
    }

    @Test
    void yesForTheRunIsAskedAgainOnceTheConversationIsUntrusted() throws InterruptedException {
        answer(Approval.FOR_RUN, Approval.NO);
        admit("a.ask:/x");
        assertThat(gate.admit(tool.call("a.ask:/x"), "", UNTRUSTED)).isInstanceOf(ToolOutcome.Denied.class);
        assertThat(asked.getLast().label()).isEqualTo(UNTRUSTED);
    }

    @Test
    void yesForTheRunLeavesOnlyTheOtherScopesOpen() throws InterruptedException {
        answer(Approval.FOR_RUN, Approval.ONCE);
        admit("a.ask:/x");
        admit("a.ask:/x", "a.ask:/y");
        assertThat(asked.getLast().scopes()).containsExactly(Scope.of("a.ask:/y"));
    }

    @Test
    void yesForTheRunDoesNotOutliveADenial() throws InterruptedException {
        answer(Approval.FOR_RUN);
        admit("a.ask:/x");
        assertThat(admit("a.ask:/x", "a.deny")).isInstanceOf(ToolOutcome.Denied.class);
    }

    @Test
    void anotherRunRemembersNothing() throws InterruptedException {
        answer(Approval.FOR_RUN);
        admit("a.ask:/x");
        assertThat(gate(BY_VERB, Approver.NOBODY).admit(tool.call("a.ask:/x"), "", Label.PLAIN))
                .isInstanceOf(ToolOutcome.Denied.class);
    }

    @Test
    void interruptedApproverGrantsAndRemembersNothing() {
        var interrupted = gate(BY_VERB, request -> {
            asked.add(request);
            throw new InterruptedException();
        });
        assertThatThrownBy(() -> interrupted.admit(tool.call("a.ask"), "", Label.PLAIN))
                .isInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> interrupted.admit(tool.call("a.ask"), "", Label.PLAIN))
                .isInstanceOf(InterruptedException.class);
        assertThat(asked).hasSize(2);
        assertThat(decided).isEmpty();
    }

    @Test
    void failingPolicyGrantsNothing() {
        var failing = gate(request -> {
            if (request.scope().verb().equals("broken")) {
                throw new IllegalStateException("no rules");
            }
            return new Verdict.Allow("");
        }, request -> Approval.ONCE);
        assertThatThrownBy(() -> failing.admit(tool.call("a.allow", "a.broken"), "", Label.PLAIN))
                .isInstanceOf(IllegalStateException.class);
        assertThat(decided).isEmpty();
    }

    @Test
    void failingListenerLeavesNoGrant() {
        var gate = new PermissionGate("run-1", BY_VERB, Approver.NOBODY, new PermissionListener() {
            @Override
            public void decided(PermissionDecision decision) {
                throw new IllegalStateException("the journal is full");
            }
        });
        assertThatThrownBy(() -> gate.admit(tool.call("a.allow"), "", Label.PLAIN)).hasMessage("the journal is full");
    }

    @Test
    void scopeThatAppearsDuringTheWorkIsJudgedAlone() throws InterruptedException {
        var granted = (GrantedCall) admit("a.allow");
        gate.authorize(granted, Scope.of("b.allow:/z"), "", Label.PLAIN);
        assertThat(decided.getLast().scopes()).containsExactly(Scope.of("b.allow:/z"));
        assertThatThrownBy(() -> gate.authorize(granted, Scope.of("b.deny:/z"), "", Label.PLAIN))
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessage("Denied: probe is not allowed")
                .extracting(e -> ((PermissionDeniedException) e).denied().rule())
                .isEqualTo("rule b.deny:/z");
    }
}
