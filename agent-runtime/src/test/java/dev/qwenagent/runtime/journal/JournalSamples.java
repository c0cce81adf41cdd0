package dev.qwenagent.runtime.journal;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.guard.GuardDecision;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RequestDigest;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.api.label.Declassification;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.ApprovedCall;
import dev.qwenagent.api.tool.PermissionDecision;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ToolOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Entries to write. */
final class JournalSamples {

    static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");

    private JournalSamples() {}

    static JournalEntry began(String run) {
        return began(run, "Read.");
    }

    static JournalEntry began(String run, String task) {
        return new JournalEntry.RunBegan(run, AT, "agent", "demo",
                new JournalEntry.AgentAsked(UserMessage.from(task), Provenance.of("read /x", Label.UNTRUSTED)),
                new JournalEntry.Setting("c", List.of(SystemMessage.from("Be brief.")), List.of("--root", "x")));
    }

    static JournalEntry turn(String run, int turn) {
        return new JournalEntry.TurnBegan(run, AT, turn);
    }

    static JournalEntry call(String run, CallPlace place, String arguments) {
        return new JournalEntry.CallBegan(run, AT, place,
                ToolExecutionRequest.builder().id("1").name("read").arguments(arguments).build());
    }

    static JournalEntry success(String run, CallPlace place, String text) {
        return new JournalEntry.CallEnded(run, AT, place, new ToolOutcome.Success(text, Label.PLAIN), "read /x");
    }

    static JournalEntry ended(String run) {
        return new JournalEntry.RunEnded(run, AT, StopReason.ANSWERED, "Done.", null);
    }

    /** A run of some entries that ended. */
    static List<JournalEntry> whole(String run) {
        var place = new CallPlace(1, 1);
        return List.of(began(run), turn(run, 1), call(run, place, "{}"), success(run, place, "é✓"), ended(run));
    }

    static void write(RunArchive journal, List<JournalEntry> entries) {
        try (RunWriter writer = journal.begin(entries.getFirst().runId())) {
            entries.forEach(writer::append);
        }
    }

    /** One of each kind, in no order that makes sense. */
    static List<JournalEntry> oneOfEach() {
        var place = new CallPlace(2, 1);
        var call = ToolExecutionRequest.builder().id("1").name("read").arguments("{\"page\":\"\\n7\"}").build();
        var said = AiMessage.builder().thinking("hm").toolExecutionRequests(List.of(call)).build();
        var about = new ApprovedCall("r", 1, 2, "1", "read", "v", "h", List.of(Scope.of("a.b:c")));
        var request = new ApprovalRequest(about, "{}", "hm", Provenance.of("read /x", Label.UNTRUSTED), "ask", AT);
        return List.of(
                began("r"),
                new JournalEntry.RunResumed("r", AT, "worker 2"),
                new JournalEntry.RunSuspended("r", AT, StopReason.SUSPENDED, "waits for an approval"),
                new JournalEntry.ModelChosen("r", AT, "demo", "named demo"),
                turn("r", 2),
                new JournalEntry.ModelAsked("r", AT, 2, "demo", new RequestDigest(3, "a", "b", "c")),
                new JournalEntry.ModelReplied("r", AT, 2, said, FinishReason.TOOL_EXECUTION, new TokenUsage(7, 8)),
                new JournalEntry.ModelCut("r", AT, 2, AiMessage.builder().thinking("h").build(), new TokenUsage(7, 1)),
                new JournalEntry.ModelFailed("r", AT, 2, "busy", JournalEntry.ModelFailed.Kind.RATE_LIMIT,
                        Duration.ofMillis(1500)),
                new JournalEntry.ModelFailed("r", AT, 2, "gone", JournalEntry.ModelFailed.Kind.FINAL, null),
                new JournalEntry.GuardrailTripped("r", AT, 2, new GuardDecision(
                        "spend", GuardDecision.Stage.ACTION, GuardDecision.Measure.STOPPED, "too much")),
                new JournalEntry.Declassified("r", AT, "c",
                        new Declassification("read /x", Label.UNTRUSTED, "ana", "it is old")),
                new JournalEntry.MessageAdded("r", AT, said),
                new JournalEntry.ApprovalAsked("r", AT, request),
                new JournalEntry.ApprovalAnswered("r", AT, about, request.forRun(), "ana"),
                new JournalEntry.ApprovalAnswered("r", AT, about, request.no(), "ana"),
                new JournalEntry.CallJudged("r", AT,
                        new PermissionDecision("1", "read", List.of(Scope.of("a.b:c")), true, "allow")),
                new JournalEntry.CallBegan("r", AT, place, call),
                new JournalEntry.CallEnded("r", AT, place, new ToolOutcome.Success("x", Label.PLAIN), "read /x"),
                new JournalEntry.CallEnded("r", AT, place, new ToolOutcome.Failure("y", Label.CONFIDENTIAL), "s"),
                new JournalEntry.CallEnded("r", AT, place, new ToolOutcome.Denied("z", "rule"), "s"),
                new JournalEntry.OutcomeSettled("r", AT, place, JournalEntry.OutcomeSettled.Resolution.LEAVE, "ana"),
                new JournalEntry.RunEnded("r", AT, StopReason.ANSWERED, "Done.", "none"));
    }
}
