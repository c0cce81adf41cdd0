package dev.qwenagent.runtime.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.guard.GuardDecision;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.JournalEntry.OutcomeSettled.Resolution;
import dev.qwenagent.api.journal.RequestDigest;
import dev.qwenagent.api.label.Declassification;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.ApprovedCall;
import dev.qwenagent.api.tool.EarlierApprovals;
import dev.qwenagent.api.tool.PermissionDecision;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.api.tool.UnknownOutcome;
import dev.qwenagent.memory.LoopNote;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What each entry makes of a run. Every entry is written a second after the one before. */
class RunHistoryTest {

    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    private static final SystemMessage SYSTEM = SystemMessage.from("Be brief.");
    private static final UserMessage TASK = UserMessage.from("Pay them.");
    private static final AiMessage ASKS = AiMessage.builder()
            .thinking("Two of them.")
            .text("I pay.")
            .toolExecutionRequests(List.of(call("a"), call("b")))
            .build();
    private static final RequestDigest DIGEST = new RequestDigest(2, "m", "t", "s");
    private static final CallPlace FIRST = new CallPlace(1, 1);
    private static final CallPlace SECOND = new CallPlace(1, 2);
    private static final ToolOutcome PAID = ToolOutcome.Success.of("paid");

    private final List<JournalEntry> entries = new ArrayList<>();
    private Instant now = START;

    private static ToolExecutionRequest call(String id) {
        return ToolExecutionRequest.builder().id(id).name("pay").arguments("{\"to\":\"" + id + "\"}").build();
    }

    private Instant tick() {
        Instant at = now;
        now = now.plusSeconds(1);
        return at;
    }

    private RunHistory fold() {
        return RunHistory.of(entries);
    }

    private void began() {
        entries.add(new JournalEntry.RunBegan("r", tick(), "agent", "demo",
                new JournalEntry.AgentAsked(TASK, Provenance.NONE),
                new JournalEntry.Setting("c", List.of(SYSTEM), List.of())));
    }

    private void added(ChatMessage message) {
        entries.add(new JournalEntry.MessageAdded("r", tick(), message));
    }

    private void turn(int number) {
        entries.add(new JournalEntry.TurnBegan("r", tick(), number));
    }

    private void replied(AiMessage said) {
        int turn = 1;
        entries.add(new JournalEntry.ModelAsked("r", tick(), turn, "demo", DIGEST));
        entries.add(new JournalEntry.ModelReplied("r", tick(), turn, said, FinishReason.STOP, new TokenUsage(5, 2)));
    }

    private void callBegan(CallPlace place) {
        entries.add(new JournalEntry.CallBegan("r", tick(), place, call(place.equals(FIRST) ? "a" : "b")));
    }

    private void callEnded(CallPlace place) {
        entries.add(new JournalEntry.CallEnded("r", tick(), place, PAID, "pay"));
    }

    private ToolExecutionResultMessage result(String id) {
        return CallResults.message(call(id), "pay", PAID);
    }

    @Test
    void aRunThatHasJustBegunIsTheFoldOfItsBeginning() {
        began();
        assertThat(RunHistory.begun((JournalEntry.RunBegan) entries.getFirst())).isEqualTo(fold());
    }

    private void untilTheRound() {
        began();
        added(TASK);
        entries.add(new JournalEntry.ModelChosen("r", tick(), "demo", "named"));
        turn(1);
        replied(ASKS);
        added(ASKS);
    }

    private CallState state(int position) {
        return fold().openRound().orElseThrow().calls().get(position - 1).state();
    }

    @Test
    void whatDoesNotBeginIsNoRun() {
        assertThatThrownBy(this::fold).isInstanceOf(AgentException.class).hasMessageContaining("found none");
        turn(1);
        assertThatThrownBy(this::fold).isInstanceOf(AgentException.class).hasMessageContaining("TurnBegan");
    }

    @Test
    void runThatHasBegunHasItsTaskAndHistoryAndNothingElse() {
        began();
        RunHistory run = fold();
        assertThat(run.began().task().message()).isEqualTo(TASK);
        assertThat(run.conversation()).containsExactly(SYSTEM);
        assertThat(run.messages()).isEmpty();
        assertThat(run.standing()).isEqualTo(new Standing.UnderWay());
        assertThat(run.turn().number()).isZero();
        assertThat(run.turn().isDecided()).isTrue();
    }

    @Test
    void replyWithoutADecisionIsKeptWithItsRequest() {
        began();
        added(TASK);
        turn(1);
        replied(ASKS);
        TurnUnderWay turn = fold().turn();
        assertThat(turn.isDecided()).isFalse();
        assertThat(turn.number()).isEqualTo(1);
        assertThat(turn.replies()).singleElement().satisfies(kept -> {
            assertThat(kept.request()).isEqualTo(DIGEST);
            assertThat(kept.reply().message()).isEqualTo(ASKS);
        });
        turn(1);
        assertThat(fold().turn().replies()).hasSize(1);
        turn(2);
        assertThat(fold().turn().replies()).isEmpty();
    }

    @Test
    void replyThatAGuardrailCutIsNotKeptAndCountsOnce() {
        began();
        added(TASK);
        turn(1);
        replied(ASKS);
        entries.add(new JournalEntry.ModelCut("r", tick(), 1, AiMessage.from("I"), new TokenUsage(5, 1)));
        assertThat(fold().turn().replies()).isEmpty();
        assertThat(fold().spent().tokens().get("demo").totalTokenCount()).isEqualTo(6);
    }

    @Test
    void usageIsSummedByModel() {
        began();
        replied(ASKS);
        replied(ASKS);
        entries.add(new JournalEntry.ModelAsked("r", tick(), 1, "other", DIGEST));
        entries.add(new JournalEntry.ModelReplied("r", tick(), 1, ASKS, FinishReason.STOP, new TokenUsage(1, 1)));
        assertThat(fold().spent().tokens()).containsOnlyKeys("demo", "other");
        assertThat(fold().spent().tokens().get("demo").totalTokenCount()).isEqualTo(14);
        assertThat(fold().spent().tokens().get("other").totalTokenCount()).isEqualTo(2);
    }

    @Test
    void messageWithCallsOpensTheirRoundAndUsesTheReplyUp() {
        untilTheRound();
        OpenRound round = fold().openRound().orElseThrow();
        assertThat(round.thinking()).isEqualTo("Two of them.");
        assertThat(round.text()).isEqualTo("I pay.");
        assertThat(round.requests()).containsExactly(call("a"), call("b"));
        assertThat(round.calls()).extracting(OpenRound.Call::place).containsExactly(FIRST, SECOND);
        assertThat(state(1)).isEqualTo(new CallState.NotBegun());
        assertThat(fold().turn().replies()).isEmpty();
        assertThat(fold().messages()).containsExactly(TASK, ASKS);
        assertThat(fold().model()).isEqualTo("demo");
    }

    @Test
    void callThatBeganHasAnUnknownOutcomeUntilItEnds() {
        untilTheRound();
        Instant at = now;
        callBegan(FIRST);
        assertThat(fold().openRound().orElseThrow().unknown())
                .containsExactly(new UnknownOutcome("r", FIRST, call("a"), at));
        callEnded(FIRST);
        assertThat(state(1)).isEqualTo(new CallState.Ended(PAID, "pay"));
        assertThat(state(2)).isEqualTo(new CallState.NotBegun());
        assertThat(fold().spent().calls()).isEqualTo(1);
    }

    @Test
    void resultThatTheModelReadIsAnsweredAndTheLastOneClosesTheRound() {
        untilTheRound();
        callBegan(FIRST);
        callEnded(FIRST);
        added(result("a"));
        assertThat(state(1)).isEqualTo(new CallState.Answered(PAID));
        callBegan(SECOND);
        callEnded(SECOND);
        added(result("b"));
        RunHistory run = fold();
        assertThat(run.openRound()).isEmpty();
        assertThat(run.turn().isDecided()).isTrue();
        assertThat(run.steps()).containsExactly(new AgentResult.Step("Two of them.",
                List.of(new AgentResult.Call(call("a"), PAID), new AgentResult.Call(call("b"), PAID))));
        assertThat(run.messages()).containsExactly(TASK, ASKS, result("a"), result("b"));
    }

    @Test
    void deniedAndFailedCallsAreReadBackFromWhatTheModelRead() {
        untilTheRound();
        entries.add(new JournalEntry.CallJudged("r", tick(),
                new PermissionDecision("a", "pay", List.of(Scope.of("bank.pay")), false, "deny bank.**")));
        var denied = new ToolOutcome.Denied("pay is not allowed", "deny bank.**");
        added(CallResults.message(call("a"), "pay", denied));
        assertThat(state(1)).isEqualTo(new CallState.Answered(denied));
        var failure = new ToolOutcome.Failure("no such account", Label.UNTRUSTED);
        added(CallResults.message(call("b"), "pay", failure));
        assertThat(fold().steps().getFirst().calls()).extracting(AgentResult.Call::outcome)
                .containsExactly(denied, failure);
    }

    @Test
    void settledOutcomeIsLeftOrMadeAgainAndEachRepetitionIsUnknownAnew() {
        untilTheRound();
        callBegan(FIRST);
        callBegan(SECOND);
        entries.add(new JournalEntry.OutcomeSettled("r", tick(), FIRST, Resolution.LEAVE, "ana"));
        entries.add(new JournalEntry.OutcomeSettled("r", tick(), SECOND, Resolution.REPEAT, "ana"));
        assertThat(state(1)).isEqualTo(new CallState.Left());
        assertThat(state(2)).isEqualTo(new CallState.ToRepeat());
        callBegan(SECOND);
        assertThat(state(2)).isInstanceOf(CallState.Begun.class);
        assertThat(fold().spent().calls()).isEqualTo(2);
    }

    @Test
    void textWithoutCallsIsUndecidedUntilANoteOrTheEnd() {
        began();
        added(TASK);
        turn(1);
        AiMessage said = AiMessage.builder().thinking("Easy.").text("42").build();
        replied(said);
        added(said);
        assertThat(fold().turn().undecided()).containsExactly(said);
        assertThat(fold().turn().replies()).hasSize(1);
        assertThat(fold().messages()).containsExactly(TASK);
        UserMessage note = LoopNote.of("Answer again.");
        added(note);
        assertThat(fold().messages()).containsExactly(TASK, said, note);
        assertThat(fold().turn().isDecided()).isTrue();
        turn(2);
        added(said);
        entries.add(new JournalEntry.RunEnded("r", tick(), StopReason.ANSWERED, "42", null));
        assertThat(fold().messages()).containsExactly(TASK, said, note, said);
        assertThat(fold().steps()).containsExactly(new AgentResult.Step("Easy.", List.of()));
        assertThat(fold().standing().isResumable()).isFalse();
    }

    @Test
    void guardrailsStopIsKeptForARunWhoseEndWasNotWritten() {
        began();
        entries.add(new JournalEntry.GuardrailTripped("r", tick(), 0, new GuardDecision("g", GuardDecision.Stage.INPUT,
                GuardDecision.Measure.SENT_BACK, "hm")));
        assertThat(fold().stopped()).isNull();
        entries.add(new JournalEntry.GuardrailTripped("r", tick(), 0, new GuardDecision("g", GuardDecision.Stage.INPUT,
                GuardDecision.Measure.STOPPED, "no")));
        assertThat(fold().stopped()).isEqualTo("no");
    }

    @Test
    void onlyTimeInWhichAWorkerRanCounts() {
        began();
        added(TASK);
        turn(1);
        assertThat(fold().spent().worked()).isEqualTo(Duration.ofSeconds(2));
        now = now.plusSeconds(3600);
        entries.add(new JournalEntry.RunResumed("r", tick(), "w"));
        turn(2);
        entries.add(new JournalEntry.RunSuspended("r", tick(), StopReason.SUSPENDED, "waits"));
        assertThat(fold().spent().worked()).isEqualTo(Duration.ofSeconds(4));
        now = now.plusSeconds(3600);
        entries.add(new JournalEntry.Declassified("r", tick(), "c",
                new Declassification("x", Label.PLAIN, "ana", "old")));
        assertThat(fold().spent().worked()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void runThatWaitsHasItsQuestionUntilItIsAnswered() {
        untilTheRound();
        ApprovalRequest request = request(1, "a");
        entries.add(new JournalEntry.ApprovalAsked("r", tick(), request));
        assertThat(fold().waitsFor()).isEmpty();
        entries.add(new JournalEntry.RunSuspended("r", tick(), StopReason.SUSPENDED, "waits"));
        assertThat(fold().waitsFor()).contains(request);
        assertThat(fold().standing()).isEqualTo(new Standing.PutDown(StopReason.SUSPENDED, "waits"));
        entries.add(new JournalEntry.ApprovalAnswered("r", tick(), request.call(), request.once(), "ana"));
        assertThat(fold().waitsFor()).isEmpty();
        assertThat(fold().lastAsked()).contains(new AskedBefore(request, request.once()));
        entries.add(new JournalEntry.RunResumed("r", tick(), "w"));
        assertThat(fold().lastAsked()).isEmpty();
        assertThat(fold().turn().asked()).containsExactly(new AskedBefore(request, request.once()));
    }

    @Test
    void yesForTheRunIsRememberedWithAllThatWasJudged() {
        untilTheRound();
        ApprovalRequest request = request(3, "a");
        List<Scope> judged = List.of(Scope.of("bank.pay:a"), Scope.of("bank.read"));
        entries.add(new JournalEntry.ApprovalAsked("r", tick(), request));
        entries.add(new JournalEntry.ApprovalAnswered("r", tick(), request.call(), request.forRun(), "ana"));
        assertThat(fold().approvals().forRun()).isEmpty();
        entries.add(new JournalEntry.CallJudged("r", tick(), new PermissionDecision("a", "pay", judged, true, "yes")));
        EarlierApprovals approvals = fold().approvals();
        assertThat(approvals.questions()).isEqualTo(3);
        assertThat(approvals.repeatable()).containsExactly(request);
        assertThat(approvals.forRun()).containsExactly(
                new EarlierApprovals.ForRun("pay", "v", Set.copyOf(judged), Provenance.NONE));
        entries.add(new JournalEntry.CallJudged("r", tick(),
                new PermissionDecision("a", "pay", request.call().scopes(), true, "a rule")));
        assertThat(fold().approvals().forRun()).as("a part alone, which nobody was asked about").hasSize(1);
        turn(2);
        assertThat(fold().approvals().repeatable()).isEmpty();
        assertThat(fold().approvals().forRun()).hasSize(1);
    }

    @Test
    void cancelledRunLeftItsMessagesInTheConversation() {
        untilTheRound();
        callBegan(FIRST);
        entries.add(new JournalEntry.RunEnded("r", tick(), StopReason.CANCELLED, "", null));
        RunHistory run = fold();
        assertThat(run.standing().isResumable()).isTrue();
        assertThat(run.openRound().orElseThrow().unknown()).hasSize(1);
        assertThat(run.given()).containsExactly(TASK, ASKS);
    }

    @Test
    void failedRunLeftNothingInTheConversation() {
        untilTheRound();
        entries.add(new JournalEntry.RunEnded("r", tick(), StopReason.FAILED, "", "the model is gone"));
        assertThat(fold().given()).isEmpty();
        assertThat(fold().standing().isResumable()).isTrue();
    }

    private static ApprovalRequest request(int question, String id) {
        var about = new ApprovedCall("r", question, 1, id, "pay", "v", "h", List.of(Scope.of("bank.pay:a")));
        return new ApprovalRequest(about, "{}", "", Provenance.NONE, "ask", START.plusSeconds(600));
    }
}
