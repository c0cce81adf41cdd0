package dev.qwenagent.runtime.journal;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.guard.GuardDecision;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.label.Declassification;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.testing.ScriptedChatModel;
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
        return List.of(
                new JournalEntry.RunBegan("r", AT, "agent", "demo", null),
                new JournalEntry.ModelChosen("r", AT, "demo", "named demo"),
                new JournalEntry.GuardrailTripped("r", AT, 2, new GuardDecision(
                        "spend", GuardDecision.Stage.ACTION, GuardDecision.Measure.STOPPED, "too much")),
                new JournalEntry.Declassified("r", AT, "c",
                        new Declassification("read /x", Label.UNTRUSTED, "ana", "it is old")),
                new JournalEntry.MessageAdded("r", AT,
                        AiMessage.builder().thinking("hm").toolExecutionRequests(List.of(call)).build()),
                new JournalEntry.CallJudged("r", AT,
                        new PermissionDecision("1", "read", List.of(Scope.of("a.b:c")), true, "allow")),
                new JournalEntry.CallBegan("r", AT, call),
                new JournalEntry.CallEnded("r", AT, "1", new ToolOutcome.Success("x", Label.PLAIN)),
                new JournalEntry.CallEnded("r", AT, "1", new ToolOutcome.Failure("y", Label.CONFIDENTIAL)),
                new JournalEntry.CallEnded("r", AT, "1", new ToolOutcome.Denied("z", "rule")),
                new JournalEntry.RunEnded("r", AT, StopReason.ANSWERED, "none"));
    }

    @Test
    void everyEntryIsReadBackAsItWasWritten() {
        try (var journal = FileRunJournal.in(folder)) {
            oneOfEach().forEach(journal::append);
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
            oneOfEach().forEach(journal::append);
            Files.writeString(folder.resolve("r.jsonl"), "{\"entry\":\"call_be", StandardOpenOption.APPEND);
            assertThat(journal.read("r")).hasSize(11);
        }
    }

    @Test
    void damagedLineIsNamed() throws Exception {
        try (var journal = FileRunJournal.in(folder)) {
            oneOfEach().forEach(journal::append);
            Files.writeString(folder.resolve("r.jsonl"), "garbage\n", StandardOpenOption.APPEND);
            assertThatThrownBy(() -> journal.read("r")).isInstanceOf(AgentException.class)
                    .hasMessageContaining("line 12");
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
                    .containsExactly("RunBegan", "MessageAdded", "ModelChosen", "MessageAdded", "CallJudged",
                            "CallBegan", "CallEnded",
                            "MessageAdded", "MessageAdded", "RunEnded");
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its file systems have no such permissions")
    void whatRunsReadAndWroteIsForTheOwnerOnly() throws Exception {
        try (var journal = FileRunJournal.in(folder.resolve("new"))) {
            oneOfEach().forEach(journal::append);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new/r.jsonl"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new"))))
                .isEqualTo("rwx------");
    }
}
