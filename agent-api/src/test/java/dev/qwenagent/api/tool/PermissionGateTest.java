package dev.qwenagent.api.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.api.label.Provenance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionGateTest {

    private static final Provenance UNTRUSTED = Provenance.of("read_page /7", Label.UNTRUSTED);
    private static final Provenance SECRET = Provenance.of("read_secret", Label.CONFIDENTIAL);

    /** The verb is the verdict; the rule is the scope's name. */
    private static final PermissionPolicy BY_VERB = request -> switch (request.scope().verb()) {
        case "allow" -> new Verdict.Allow("rule " + request.scope());
        case "ask" -> new Verdict.Ask("rule " + request.scope());
        default -> new Verdict.Deny("rule " + request.scope());
    };

    private final FixedTool tool = new FixedTool("probe", Confidentiality.CONFIDENTIAL);
    private final Queue<Approver> answers = new ArrayDeque<>();
    private final List<ApprovalRequest> asked = new ArrayList<>();
    private final List<PermissionDecision> decided = new ArrayList<>();
    private final List<String> order = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-25T22:00:00Z");
    private final PermissionGate gate = gate(BY_VERB, request -> {
        asked.add(request);
        order.add("approver");
        return answers.remove().approve(request);
    });

    private PermissionGate gate(PermissionPolicy policy, Approver approver) {
        return new PermissionGate("run-1", policy, new ApprovalTerms(approver, Duration.ofMinutes(1), () -> now),
                new PermissionListener() {
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
        return gate.admit(tool.call(scopes), new Occasion(1, "a thought", Provenance.NONE));
    }

    private void answer(Approver... next) {
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
        answer(ApprovalRequest::no);
        assertThat(admit(scopes.split(" "))).isInstanceOf(ToolOutcome.Denied.class);
        assertThat(asked).hasSize(1);
    }

    @Test
    void onePersonIsAskedOnceForAllOpenScopesAndSeesWhatTheyAreAbout() throws InterruptedException {
        answer(ApprovalRequest::once);
        gate.admit(tool.call("a.ask:/x", "b.allow", "c.ask:/y"), new Occasion(1, "because", SECRET));
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.runId()).isEqualTo("run-1");
            assertThat(request.callId()).isEqualTo("call_1");
            assertThat(request.tool()).isEqualTo("probe");
            assertThat(request.arguments()).isEqualTo("{\"a\":1}");
            assertThat(request.scopes()).containsExactly(Scope.of("a.ask:/x"), Scope.of("c.ask:/y"));
            assertThat(request.thinking()).isEqualTo("because");
            assertThat(request.label()).isEqualTo(SECRET.label());
            assertThat(request.rule()).isEqualTo("rule a.ask:/x; rule c.ask:/y");
            assertThat(request.expires()).isEqualTo(now.plusSeconds(60));
        });
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
        }, Approver.NOBODY).admit(tool.call("a.read:/1", "b.list"), new Occasion(1, "why", UNTRUSTED));
        assertThat(judged).containsExactly(
                new PermissionRequest("probe", "{\"a\":1}", Scope.of("a.read:/1"), "why", Label.UNTRUSTED),
                new PermissionRequest("probe", "{\"a\":1}", Scope.of("b.list"), "why", Label.UNTRUSTED));
        assertThat(decided).singleElement().extracting(PermissionDecision::rule).isEqualTo("all");
    }

    @Test
    void listenerHearsTheQuestionBeforeThePersonAndTheDecisionAfter() throws InterruptedException {
        answer(ApprovalRequest::once);
        admit("a.ask");
        assertThat(order).containsExactly("asked", "approver", "decided");
    }

    @Test
    void deniedTextIsWrittenForTheModel() throws InterruptedException {
        assertThat(((ToolOutcome.Denied) admit("a.deny")).textForModel()).isEqualTo("Denied: probe is not allowed");
        answer(ApprovalRequest::no);
        var refused = (ToolOutcome.Denied) admit("a.ask");
        assertThat(refused.textForModel()).isEqualTo("Denied: probe was not approved");
        assertThat(refused.rule()).isEqualTo("rule a.ask, answered no");
    }

    @Test
    void nobodyToAskMeansNo() throws InterruptedException {
        assertThat(gate(BY_VERB, Approver.NOBODY).admit(tool.call("a.ask"), new Occasion(1, "", Provenance.NONE)))
                .isInstanceOf(ToolOutcome.Denied.class);
    }

    @Test
    void yesOnceIsForgottenAtOnce() throws InterruptedException {
        answer(ApprovalRequest::once, ApprovalRequest::no);
        assertThat(admit("a.ask")).isInstanceOf(GrantedCall.class);
        assertThat(admit("a.ask")).isInstanceOf(ToolOutcome.Denied.class);
    }

    @Test
    void yesForTheRunCoversTheSameToolAndScope() throws InterruptedException {
        answer(ApprovalRequest::forRun);
        admit("a.ask:/x");
        assertThat(admit("a.ask:/x")).isInstanceOf(GrantedCall.class);
        assertThat(asked).hasSize(1);
        assertThat(decided.getLast().rule()).isEqualTo("rule a.ask:/x, allowed for this run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.ask", "a.ask:/x/y", "a.ask:/X", "a.ask:", "b.ask:/x"})
    void yesForTheRunCoversNoOtherScope(String other) throws InterruptedException {
        answer(ApprovalRequest::forRun, ApprovalRequest::no);
        admit("a.ask:/x");
        assertThat(admit(other)).isInstanceOf(ToolOutcome.Denied.class);
        assertThat(asked.getLast().scopes()).containsExactly(Scope.of(other));
    }

    @Test
    void yesForTheRunToNoResourceCoversNoResource() throws InterruptedException {
        answer(ApprovalRequest::forRun, ApprovalRequest::no);
        admit("a.ask");
        assertThat(admit("a.ask:/x")).isInstanceOf(ToolOutcome.Denied.class);
    }

    @Test
    void yesForTheRunCoversNoOtherTool() throws InterruptedException {
        answer(ApprovalRequest::forRun, ApprovalRequest::no);
        admit("a.ask:/x");
        assertThat(gate.admit(new FixedTool("other").call("a.ask:/x"), new Occasion(1, "", Provenance.NONE)))
                .isInstanceOf(ToolOutcome.Denied.class);
    }

    @Test
    void yesForTheRunIsAskedAgainOnceTheConversationIsUntrusted() throws InterruptedException {
        answer(ApprovalRequest::forRun, ApprovalRequest::no);
        admit("a.ask:/x");
        assertThat(gate.admit(tool.call("a.ask:/x"), new Occasion(1, "", UNTRUSTED)))
                .isInstanceOf(ToolOutcome.Denied.class);
        assertThat(asked.getLast().label()).isEqualTo(Label.UNTRUSTED);
    }

    @Test
    void yesForTheRunCoversNoPartAndNoMixtureOfWhatWasAskedAbout() throws InterruptedException {
        answer(ApprovalRequest::forRun, ApprovalRequest::forRun, ApprovalRequest::no, ApprovalRequest::no);
        admit("a.ask:/file-1", "b.ask:/host-1");
        admit("a.ask:/file-2", "b.ask:/host-2");
        assertThat(admit("a.ask:/file-1", "b.ask:/host-2")).isInstanceOf(ToolOutcome.Denied.class);
        assertThat(admit("b.ask:/host-2")).isInstanceOf(ToolOutcome.Denied.class);
        assertThat(admit("a.ask:/file-2", "b.ask:/host-2")).isInstanceOf(GrantedCall.class);
    }

    @Test
    void yesForTheRunIsAskedAgainWhenAnotherAllowedThingIsTouchedBesides() throws InterruptedException {
        answer(ApprovalRequest::forRun, ApprovalRequest::no);
        admit("a.allow:/report", "b.ask:/host");
        assertThat(admit("a.allow:/secret", "b.ask:/host")).isInstanceOf(ToolOutcome.Denied.class);
        assertThat(asked.getLast().scopes()).containsExactly(Scope.of("b.ask:/host"));
    }

    @Test
    void yesForTheRunDoesNotOutliveADenial() throws InterruptedException {
        answer(ApprovalRequest::forRun);
        admit("a.ask:/x");
        assertThat(admit("a.ask:/x", "a.deny")).isInstanceOf(ToolOutcome.Denied.class);
    }

    @Test
    void anotherRunRemembersNothing() throws InterruptedException {
        answer(ApprovalRequest::forRun);
        admit("a.ask:/x");
        assertThat(gate(BY_VERB, Approver.NOBODY).admit(tool.call("a.ask:/x"), new Occasion(1, "", Provenance.NONE)))
                .isInstanceOf(ToolOutcome.Denied.class);
    }

    @Test
    void interruptedApproverGrantsAndRemembersNothing() {
        var interrupted = gate(BY_VERB, request -> {
            asked.add(request);
            throw new InterruptedException();
        });
        assertThatThrownBy(() -> interrupted.admit(tool.call("a.ask"), new Occasion(1, "", Provenance.NONE)))
                .isInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> interrupted.admit(tool.call("a.ask"), new Occasion(1, "", Provenance.NONE)))
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
        }, ApprovalRequest::once);
        assertThatThrownBy(() -> failing.admit(tool.call("a.allow", "a.broken"), new Occasion(1, "", Provenance.NONE)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(decided).isEmpty();
    }

    @Test
    void failingListenerLeavesNoGrant() {
        var gate = new PermissionGate("run-1", BY_VERB, ApprovalTerms.of(Approver.NOBODY), new PermissionListener() {
            @Override
            public void decided(PermissionDecision decision) {
                throw new IllegalStateException("the journal is full");
            }
        });
        assertThatThrownBy(() -> gate.admit(tool.call("a.allow"), new Occasion(1, "", Provenance.NONE)))
                .hasMessage("the journal is full");
    }

    @Test
    void scopeThatAppearsDuringTheWorkIsJudgedAlone() throws InterruptedException {
        var granted = (GrantedCall) admit("a.allow");
        gate.authorize(granted, Scope.of("b.allow:/z"), new Occasion(1, "", Provenance.NONE));
        assertThat(decided.getLast().scopes()).containsExactly(Scope.of("b.allow:/z"));
        assertThatThrownBy(() -> gate.authorize(granted, Scope.of("b.deny:/z"), new Occasion(1, "", Provenance.NONE)))
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessage("Denied: probe is not allowed")
                .extracting(e -> ((PermissionDeniedException) e).denied().rule())
                .isEqualTo("rule b.deny:/z");
    }

    @Test
    void yesIsForExactlyTheCallThatWasAskedAbout() throws InterruptedException {
        answer(ApprovalRequest::no);
        admit("a.ask:/x");
        Approval forAnother = asked.getFirst().forRun();
        answer(request -> forAnother, ApprovalRequest::no);
        assertThat(admit("a.ask:/x")).isInstanceOf(ToolOutcome.Denied.class);
        assertThat(decided.getLast().rule()).isEqualTo("rule a.ask:/x, answered yes to another call");
        assertThat(admit("a.ask:/x")).isInstanceOf(ToolOutcome.Denied.class);
        assertThat(asked).hasSize(3);
    }

    @Test
    void yesIsUsedUpByItsCall() throws InterruptedException {
        answer(ApprovalRequest::once);
        assertThat(admit("a.ask:/x")).isInstanceOf(GrantedCall.class);
        Approval used = asked.getFirst().once();
        answer(request -> used);
        assertThat(admit("a.ask:/x")).isInstanceOf(ToolOutcome.Denied.class);
        assertThat(decided.getLast().rule()).endsWith("answered yes to another call");
    }

    @Test
    void toolThatChangesWhileThePersonThinksIsNotApproved() throws InterruptedException {
        answer(request -> {
            tool.description = "does something else by now";
            return request.forRun();
        });
        assertThat(admit("a.ask:/x")).isInstanceOf(ToolOutcome.Denied.class);
        answer(ApprovalRequest::no);
        assertThat(admit("a.ask:/x")).isInstanceOf(ToolOutcome.Denied.class);
        assertThat(asked).hasSize(2);
    }

    @Test
    void yesForTheRunCoversNoOtherVersionOfTheTool() throws InterruptedException {
        answer(ApprovalRequest::forRun, ApprovalRequest::no);
        admit("a.ask:/x");
        tool.description = "does something else by now";
        assertThat(admit("a.ask:/x")).isInstanceOf(ToolOutcome.Denied.class);
    }

    @Test
    void yesThatComesTooLateIsNo() throws InterruptedException {
        answer(request -> {
            now = now.plusSeconds(60);
            return request.once();
        });
        assertThat(admit("a.ask:/x")).isEqualTo(new ToolOutcome.Denied(
                "probe was not approved in time", "rule a.ask:/x, answered too late"));
    }

    @Test
    void yesCannotProlongItself() throws InterruptedException {
        answer(request -> {
            now = now.plusSeconds(60);
            return new Approval.Yes(request.call(), now.plusSeconds(600), Approval.Extent.ONCE);
        });
        assertThat(admit("a.ask:/x")).isInstanceOf(ToolOutcome.Denied.class);
    }

    @Test
    void questionOfBeforeAResumptionIsTheSameOneOnlyInTheSameConversation() throws InterruptedException {
        answer(ApprovalRequest::no);
        admit("a.ask");
        ApprovalRequest before = asked.getFirst();
        for (Provenance grown : List.of(Provenance.NONE, UNTRUSTED)) {
            List<ApprovalRequest> again = new ArrayList<>();
            var resumed = new PermissionGate("run-1", BY_VERB, new ApprovalTerms(request -> {
                again.add(request);
                return before.once();
            }, Duration.ofMinutes(1), () -> now), PermissionListener.NONE,
                    new EarlierApprovals(1, List.of(before), List.of()));
            Admission admission = resumed.admit(tool.call("a.ask"), new Occasion(1, "a thought", grown));
            assertThat(admission instanceof GrantedCall).isEqualTo(grown.equals(Provenance.NONE));
            assertThat(again).singleElement()
                    .extracting(request -> request.call().question())
                    .isEqualTo(grown.equals(Provenance.NONE) ? 1 : 2);
        }
    }
}
