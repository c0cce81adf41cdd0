package dev.qwenagent.runtime.journal;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static dev.qwenagent.runtime.journal.JournalSamples.oneOfEach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.Desk;
import dev.qwenagent.tools.RequiresScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to a journal in files, and what an agent writes into it. */
class FileJournalTest {

    @TempDir
    private Path folder;

    @Test
    void halfALastLineIsLeftOut() throws Exception {
        try (var journal = Journals.in(folder)) {
            JournalSamples.write(journal, oneOfEach());
            Files.writeString(folder.resolve("r.jsonl"), "{\"entry\":\"call_be", StandardOpenOption.APPEND);
            assertThat(journal.read("r")).hasSize(oneOfEach().size());
        }
    }

    @Test
    void whoeverGoesOnCutsHalfALastLineOff() throws Exception {
        try (var journal = Journals.in(folder)) {
            JournalSamples.write(journal, oneOfEach());
            Files.writeString(folder.resolve("r.jsonl"), "{\"entry\":\"call_be", StandardOpenOption.APPEND);
            var resumed = new JournalEntry.RunResumed("r", JournalSamples.AT, "worker 3");
            try (RunWriter writer = journal.claim("r")) {
                writer.append(resumed);
            }
            assertThat(journal.read("r")).startsWith(oneOfEach().toArray(JournalEntry[]::new)).endsWith(resumed);
        }
    }

    @Test
    void damagedLineIsNamed() throws Exception {
        try (var journal = Journals.in(folder)) {
            JournalSamples.write(journal, oneOfEach());
            Files.writeString(folder.resolve("r.jsonl"), "garbage\n", StandardOpenOption.APPEND);
            assertThatThrownBy(() -> journal.read("r")).isInstanceOf(AgentException.class)
                    .hasMessageContaining("entry " + (oneOfEach().size() + 1));
        }
    }

    @Test
    void resultOfMillionsOfCharactersIsReadBack() {
        var place = new CallPlace(1, 1);
        var ended = new JournalEntry.CallEnded("r", JournalSamples.AT, place,
                ToolOutcome.Success.of("x".repeat(21_000_000)), "read_file");
        try (var journal = Journals.in(folder)) {
            List<JournalEntry> entries = List.of(oneOfEach().getFirst(), ended);
            JournalSamples.write(journal, entries);
            assertThat(journal.read("r").equals(entries)).isTrue();
        }
    }

    @Test
    void idThatLeavesTheFolderIsRefused() {
        try (var journal = Journals.in(folder)) {
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
        try (var journal = Journals.in(folder);
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
        try (var journal = Journals.in(folder);
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
        try (var journal = Journals.in(folder.resolve("new"))) {
            JournalSamples.write(journal, oneOfEach());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new/r.jsonl"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new"))))
                .isEqualTo("rwx------");
    }
}
