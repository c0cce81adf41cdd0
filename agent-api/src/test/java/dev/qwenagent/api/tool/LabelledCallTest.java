package dev.qwenagent.api.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.api.label.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What labels make of calls that every policy allows. */
class LabelledCallTest {

    private static final Provenance PAGE = Provenance.of("read_page https://a.example/", Label.UNTRUSTED);
    private static final Provenance SECRET = Provenance.of("read_file /hr/pay.txt", Label.CONFIDENTIAL);

    private final List<ApprovalRequest> asked = new ArrayList<>();
    private final List<PermissionDecision> decided = new ArrayList<>();
    private Function<ApprovalRequest, Approval> answer = ApprovalRequest::once;
    private final PermissionGate gate = new PermissionGate("run-1", request -> new Verdict.Allow("allow **"),
            ApprovalTerms.of(request -> {
                asked.add(request);
                return answer.apply(request);
            }), new PermissionListener() {
                @Override
                public void decided(PermissionDecision decision) {
                    decided.add(decision);
                }
            });

    private Admission admit(String scope, Confidentiality clearance, Provenance provenance)
            throws InterruptedException {
        return gate.admit(new FixedTool("probe", clearance).call(scope), new Occasion(1, "", provenance));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file.write:/a", "net.post:https://b.example/", "process.run:git push", "mail.send",
        "notes.add",
        "code.evaluate", "gui.click", "anything.unheard-of"})
    void whatActsIsAskedOnceSomethingUntrustedWasReadAndTheQuestionNamesIt(String scope) throws InterruptedException {
        assertThat(admit(scope, Confidentiality.CONFIDENTIAL, PAGE)).isInstanceOf(GrantedCall.class);
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.rule()).isEqualTo("allow **, but untrusted content is in the conversation:"
                    + " read_page https://a.example/");
            assertThat(request.provenance()).isEqualTo(PAGE);
        });
        assertThat(decided.getLast().rule()).endsWith("answered yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file.read:/a", "file.list:/", "notes.search", "calc.evaluate", "units.convert",
        "clock.read",
        "net.get:https://b.example/"})
    void whatOnlyLooksIsNotAsked(String scope) throws InterruptedException {
        assertThat(admit(scope, Confidentiality.CONFIDENTIAL, PAGE)).isInstanceOf(GrantedCall.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void toolThatIsNotClearedIsAskedInAConfidentialConversation() throws InterruptedException {
        answer = ApprovalRequest::no;
        assertThat(admit("net.get:https://b.example/", Confidentiality.PUBLIC, SECRET))
                .isInstanceOf(ToolOutcome.Denied.class);
        assertThat(asked.getFirst().rule()).contains("not cleared", "read_file /hr/pay.txt");
    }

    @Test
    void toolThatIsClearedIsNot() throws InterruptedException {
        assertThat(admit("file.write:/a", Confidentiality.CONFIDENTIAL, SECRET)).isInstanceOf(GrantedCall.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void yesForTheRunIsAskedAgainWhenAnotherPageWasRead() throws InterruptedException {
        answer = ApprovalRequest::forRun;
        admit("file.write:/a", Confidentiality.CONFIDENTIAL, PAGE);
        admit("file.write:/a", Confidentiality.CONFIDENTIAL, PAGE);
        assertThat(asked).hasSize(1);
        admit("file.write:/a", Confidentiality.CONFIDENTIAL,
                PAGE.join(Provenance.of("read_page https://c.example/", Label.UNTRUSTED)));
        assertThat(asked).hasSize(2);
        assertThat(asked.getLast().rule()).contains("c.example");
    }

    @Test
    void nobodyToAskMeansNo() throws InterruptedException {
        var alone = new PermissionGate("run-1", request -> new Verdict.Allow("allow **"),
                ApprovalTerms.of(Approver.NOBODY),
                PermissionListener.NONE);
        assertThat(alone.admit(new FixedTool("probe").call("file.write:/a"), new Occasion(1, "", PAGE)))
                .isInstanceOf(ToolOutcome.Denied.class);
    }

    @Test
    void denialStaysADenial() throws InterruptedException {
        var denying = new PermissionGate("run-1", request -> new Verdict.Deny("deny **"),
                ApprovalTerms.of(ApprovalRequest::once),
                PermissionListener.NONE);
        assertThat(denying.admit(new FixedTool("probe").call("file.write:/a"), new Occasion(1, "", PAGE)))
                .isEqualTo(new ToolOutcome.Denied("probe is not allowed", "deny **"));
    }
}
