package dev.qwenagent.runtime.journal;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.guard.GuardDecision;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RequestDigest;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.api.journal.RunTakenException;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.api.label.Declassification;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.ApprovedCall;
import dev.qwenagent.api.tool.PermissionDecision;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.Desk;
import dev.qwenagent.tools.RequiresScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileRunJournalTest {

    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    private Path folder;

    private static List<JournalEntry> oneOfEach() {
        var call = ToolExecutionRequest.builder().id("1").name("read").arguments("{\"page\":\"\\n7\"}").build();
        var place = new CallPlace(2, 1);
        var said = AiMessage.builder().thinking("hm").toolExecutionRequests(List.of(call)).build();
        var source = Provenance.of("read /x", Label.UNTRUSTED);
        var about = new ApprovedCall("r", 1, 2, "1", "read", "v", "h", List.of(Scope.of("a.b:c")));
        var request = new ApprovalRequest(about, "{}", "hm", source, "ask", AT);
        return List.of(
                new JournalEntry.RunBegan("r", AT, "agent", "demo",
                        new JournalEntry.AgentAsked(UserMessage.from("Read."), source),
                        new JournalEntry.Setting("c", List.of(SystemMessage.from("Be brief.")),
                                List.of("--root", "x"))),
                new JournalEntry.RunResumed("r", AT, "worker 2"),
                new JournalEntry.RunSuspended("r", AT, StopReason.SUSPENDED, "waits for an approval"),
                new JournalEntry.ModelChosen("r", AT, "demo", "named demo"),
                new JournalEntry.TurnBegan("r", AT, 2),
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

    private static void write(FileRunJournal journal) {
        try (RunWriter writer = journal.begin("r")) {
            writer.append(oneOfEach());
        }
    }

    @Test
    void everyEntryIsReadBackAsItWasWritten() {
        try (var journal = FileRunJournal.in(folder)) {
            write(journal);
            assertThat(journal.read("r")).isEqualTo(oneOfEach());
        }
    }

    @Test
    void runThatWasNeverWrittenIsEmpty() {
        try (var journal = FileRunJournal.in(folder)) {
            assertThat(journal.read("other")).isEmpty();
        }
    }

    @Test
    void halfALastLineIsLeftOut() throws Exception {
        try (var journal = FileRunJournal.in(folder)) {
            write(journal);
            Files.writeString(folder.resolve("r.jsonl"), "{\"entry\":\"call_be", StandardOpenOption.APPEND);
            assertThat(journal.read("r")).hasSize(oneOfEach().size());
        }
    }

    @Test
    void whoeverGoesOnCutsHalfALastLineOff() throws Exception {
        try (var journal = FileRunJournal.in(folder)) {
            write(journal);
            Files.writeString(folder.resolve("r.jsonl"), "{\"entry\":\"call_be", StandardOpenOption.APPEND);
            var resumed = new JournalEntry.RunResumed("r", AT, "worker 3");
            try (RunWriter writer = journal.claim("r")) {
                writer.append(resumed);
            }
            assertThat(journal.read("r")).startsWith(oneOfEach().toArray(JournalEntry[]::new)).endsWith(resumed);
        }
    }

    @Test
    void runIsHeldByOneAtATime() {
        try (var journal = FileRunJournal.in(folder); var other = FileRunJournal.in(folder)) {
            RunWriter writer = journal.begin("r");
            assertThatThrownBy(() -> other.claim("r")).isInstanceOf(RunTakenException.class);
            writer.close();
            other.claim("r").close();
        }
    }

    @Test
    void runsAreListedWithHowTheyStand() {
        try (var journal = FileRunJournal.in(folder)) {
            write(journal);
            assertThat(journal.runs()).singleElement().satisfies(run -> {
                assertThat(run.task()).isEqualTo("Read.");
                assertThat(run.state()).isEqualTo(RunSummary.State.ENDED);
                assertThat(run.reason()).isEqualTo(StopReason.ANSWERED);
            });
            journal.delete("r");
            assertThat(journal.runs()).isEmpty();
        }
    }

    @Test
    void damagedLineIsNamed() throws Exception {
        try (var journal = FileRunJournal.in(folder)) {
            write(journal);
            Files.writeString(folder.resolve("r.jsonl"), "garbage\n", StandardOpenOption.APPEND);
            assertThatThrownBy(() -> journal.read("r")).isInstanceOf(AgentException.class)
                    .hasMessageContaining("line " + (oneOfEach().size() + 1));
        }
    }

    @Test
    void idThatLeavesTheFolderIsRefused() {
        try (var journal = FileRunJournal.in(folder)) {
            assertThatThrownBy(() -> journal.read("../r")).isInstanceOf(AgentException.class)
                    .hasMessageContaining("../r");
        }
    }

    /** Looks into its own run's journal. */
    public static final class Reader {

        private final RunJournal journal;

        Reader(RunJournal journal) {
            this.journal = journal;
        }

        @Tool("Say what was written last")
        @RequiresScope("journal.read")
        public String last_entry(ToolContext context) {
            return journal.read(context.runId()).getLast().getClass().getSimpleName();
        }
    }

    @Test
    void callIsOnDiskWhenItBegins() {
        var model = ScriptedChatModel.of(call("last_entry", "{}"), text("Done."));
        try (var journal = FileRunJournal.in(folder);
                Agent agent = Agents.builder()
                        .model(model)
                        .tools(new Reader(journal))
                        .allow("journal.read")
                        .journal(journal)
                        .build()) {
            assertThat(agent.run("Read.").calls().getFirst().outcome().textForModel()).isEqualTo("CallBegan");
        }
    }

    @Test
    void callIsWrittenBeforeItIsMadeAndAfter() {
        var desk = new Desk();
        var model = ScriptedChatModel.of(call("read_page", "{\"page\": \"7\"}"), text("Done."));
        try (var journal = FileRunJournal.in(folder);
                Agent agent = Agents.builder().model(model).tools(desk).allow("desk.read").journal(journal).build()) {
            String run = agent.run("Read.").runId();
            assertThat(journal.read(run)).extracting(entry -> entry.getClass().getSimpleName())
                    .containsExactly("RunBegan", "MessageAdded", "ModelChosen", "TurnBegan", "ModelAsked",
                            "ModelReplied", "MessageAdded", "CallJudged", "CallBegan", "CallEnded", "MessageAdded",
                            "TurnBegan", "ModelAsked", "ModelReplied", "MessageAdded", "RunEnded");
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its file systems have no such permissions")
    void whatRunsReadAndWroteIsForTheOwnerOnly() throws Exception {
        try (var journal = FileRunJournal.in(folder.resolve("new"))) {
            write(journal);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new/r.jsonl"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new"))))
                .isEqualTo("rwx------");
    }
}
