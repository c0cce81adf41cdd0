package dev.qwenagent.runtime.journal;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.Desk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine ended while a line was being written. */
class TornTailTest {

    private static final JournalKeys KEYS = JournalKeys.of(JournalKey.parse("ab".repeat(32)));

    private static final boolean FULL = "full".equals(System.getProperty("qwenagent.tests"));

    @TempDir
    private Path folder;

    /** A run of an agent, or a shorter one. */
    private static String record(RunArchive journal) {
        if (!FULL) {
            JournalSamples.write(journal, JournalSamples.whole("r"));
            return "r";
        }
        var model = ScriptedChatModel.of(call("read_page", "{\"page\": \"é7\"}"), text("Done."));
        try (Agent agent = Agents.builder()
                .model(model)
                .tools(new Desk())
                .allow("desk.read")
                .journal(journal)
                .build()) {
            return agent.run("Read.").runId();
        }
    }

    @Test
    void runThatWasCutAtAnyByteIsReadClaimedAndGoesOnAfterItsLastWholeEntry() throws Exception {
        try (var journal = Journals.open(folder.toString(), JournalSettings.plain().signedBy(KEYS))) {
            String run = record(journal);
            List<JournalEntry> whole = journal.read(run);
            Path file = folder.resolve(run + ".jsonl");
            byte[] bytes = Files.readAllBytes(file);
            int entries = 0;
            for (int length = 0; length <= bytes.length; length++) {
                if (length > 0 && bytes[length - 1] == '\n') {
                    entries++;
                }
                Files.write(file, Arrays.copyOf(bytes, length));
                assertThat(journal.read(run)).as("after byte " + length).isEqualTo(whole.subList(0, entries));
                JournalEntry more = new JournalEntry.RunResumed(run, JournalSamples.AT, "byte " + length);
                try (RunWriter writer = journal.claim(run)) {
                    writer.append(List.of(more));
                }
                assertThat(journal.read(run)).as("after byte " + length).hasSize(entries + 1).endsWith(more);
            }
            assertThat(entries).isEqualTo(whole.size()).isGreaterThanOrEqualTo(5);
        }
    }
}
