package dev.qwenagent.examples;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.exception.NonRetriableException;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code runs}, and the journal that {@code run} keeps by itself. */
@Timeout(60)
class RunsCommandTest {

    @TempDir
    private Path temporary;

    private CommandTrial trial;

    @BeforeEach
    void begin() throws IOException {
        trial = new CommandTrial(temporary).with("NO_COLOR", "1");
    }

    private CommandTrial after(ScriptedReply... replies) throws IOException {
        trial.model(ScriptedChatModel.of(replies));
        return trial;
    }

    private void calculate() throws IOException {
        after(call("calculator", "{\"expression\": \"6 * 7\"}").thinking("I need the product."), text("It is 42."))
                .execute("run", "What is 6 * 7?");
        trial.model(ScriptedChatModel.of());
    }

    /** A command's own output, without that of those before. */
    private String out(String... command) {
        int before = trial.out().length();
        assertThat(trial.execute(command)).as(trial.err()).isZero();
        return trial.out().substring(before);
    }

    private Path run() throws IOException {
        try (var files = Files.list(trial.folders().runs())) {
            return files.filter(file -> file.toString().endsWith(".jsonl")).findFirst().orElseThrow();
        }
    }

    @Test
    void runIsWrittenDownByItselfForItsOwnerOnlyWithKeyAndSealElsewhere() throws IOException {
        calculate();
        assertThat(Files.getPosixFilePermissions(run())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(trial.folders().journalKey()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(trial.folders().seals()).isDirectory();
        assertThat(out("runs", "verify")).contains("sound: ", "the chain of hashes", "the signatures by your key",
                "a seal outside of the journal");
    }

    @Test
    void eachJournalHasSealsOfItsOwn() throws IOException {
        calculate();
        String other = trial.working().resolve("other").toString();
        after(text("Hello.")).execute("run", "--journal", other, "Hi");
        assertThat(out("runs", "verify").lines()).hasSize(1);
        assertThat(out("runs", "verify", "--journal", "other").lines()).singleElement()
                .asString()
                .contains("a seal outside of the journal");
        try (var files = Files.list(Path.of(other))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        assertThat(trial.execute("runs", "verify", "--journal", other)).isEqualTo(1);
        assertThat(trial.out()).contains("missing: it was sealed");
    }

    @Test
    void noJournalWritesNothing() throws IOException {
        after(text("Hello.")).execute("run", "--no-journal", "Hi");
        assertThat(trial.folders().runs()).doesNotExist();
        assertThat(trial.folders().journalKey()).doesNotExist();
    }

    @Test
    void listShowsRunsAndShowPrintsOne() throws IOException {
        calculate();
        assertThat(out("runs", "list")).contains("answered", "assistant", "What is 6 * 7?");
        assertThat(out("runs", "list", "--state", "left")).isEmpty();
        assertThat(out("runs", "show", "last")).contains("task      What is 6 * 7?", "thinking  I need the product.",
                "call      calculator {\"expression\": \"6 * 7\"}",
                "allowed   calc.evaluate (allow calc.evaluate by agent assistant)", "result    1.1 42",
                "answer    It is 42.", "answered", "tokens");
        String id = run().getFileName().toString().replace(".jsonl", "");
        assertThat(out("runs", "show", "--json", id.substring(0, 12)).lines())
                .contains("{\"turn\":1,\"kind\":\"outcome\",\"name\":\"1.1\",\"text\":\"42\"}")
                .allSatisfy(line -> assertThat(new ObjectMapper().readTree(line).isObject()).isTrue());
    }

    @Test
    void replayDoesTheSameWithoutAModelAndTellsWhereRulesOfNowDiffer() throws IOException {
        calculate();
        assertThat(trial.execute("runs", "replay", "last")).as(trial.err() + trial.out()).isZero();
        assertThat(trial.err()).contains("the replay did the same");
        trial.file(".qwen-agent.yaml", "deny: [calc.evaluate]\n");
        assertThat(trial.execute("runs", "replay", "last")).isEqualTo(1);
        assertThat(trial.out()).contains("turn 1: judgement of calculator: recorded 'allowed",
                "now 'denied [calc.evaluate] (deny calc.evaluate by .qwen-agent.yaml)'");
    }

    @Test
    void changedEntryIsNamedAndNothingIsReplayedOrShown() throws IOException {
        calculate();
        Files.writeString(run(), Files.readString(run()).replace("6 * 7", "6 * 8"));
        assertThat(trial.execute("runs", "verify", "last")).isEqualTo(1);
        assertThat(trial.out()).contains("broken: entry 1 ");
        assertThat(trial.execute("runs", "replay", "last")).isEqualTo(1);
        assertThat(trial.execute("runs", "show", "last")).isEqualTo(1);
        assertThat(trial.err()).contains("entry 1");
        assertThat(out("runs", "list")).contains("damaged");
    }

    @Test
    void diffShowsWhatTwoRunsDidDifferently() throws IOException {
        calculate();
        after(call("calculator", "{\"expression\": \"6 * 9\"}").thinking("I need the product."), text("It is 54."))
                .execute("run", "What is 6 * 9?");
        List<String> ids = out("runs", "list", "--json").lines()
                .map(line -> line.replaceFirst("^\\{\"run\":\"([^\"]+)\".*", "$1"))
                .toList();
        String diff = out("runs", "diff", ids.get(1), ids.get(0));
        assertThat(diff).contains("~ turn 1  outcome 1.1\n    - 42\n    + 54\n").doesNotContain("thought");
        assertThat(out("runs", "diff", "--all", ids.get(1), ids.get(0)))
                .contains("  turn 1  thought: I need the product.");
        assertThat(out("runs", "diff", "--json", ids.get(1), ids.get(0)))
                .contains("\"change\":\"changed\",\"left\":\"42\",\"right\":\"54\"");
    }

    @Test
    void deletedRunIsGoneAndTheSealsSayThatItWasMeant() throws IOException {
        calculate();
        assertThat(trial.execute("runs", "delete", "last")).isEqualTo(2);
        assertThat(trial.err()).contains("no terminal to ask on", "--yes");
        assertThat(trial.execute("runs", "delete", "--yes", "--older-than", "1d")).isZero();
        assertThat(run()).exists();
        assertThat(trial.execute("runs", "delete", "--yes", "last")).isZero();
        assertThat(out("runs", "list")).isEmpty();
        assertThat(out("runs", "verify")).contains("deleted at ");
        assertThat(trial.execute("runs", "delete")).isEqualTo(2);
    }

    @Test
    void runThatIsNotThereAndOneThatIsNotMeantAreNamed() throws IOException {
        calculate();
        calculate();
        assertThat(trial.execute("runs", "show", "x")).isEqualTo(1);
        assertThat(trial.err()).contains("there is no run x in the journal");
        assertThat(trial.execute("runs", "show", "20")).isEqualTo(2);
        assertThat(trial.err()).contains("'20' is the beginning of 2 runs");
    }

    @Test
    void failedRunSaysHowToGoOn() throws IOException {
        after(ScriptedReply.failing(new NonRetriableException("no such model"))).execute("run", "Go");
        String id = run().getFileName().toString().replace(".jsonl", "");
        assertThat(trial.err()).contains("go on     qwen-agent run --resume " + id);
    }

    @Test
    void encryptedJournalIsReadWithItsKeyOnly() throws IOException {
        trial.with("QWEN_AGENT_JOURNAL_ENCRYPTION_KEY", "ab".repeat(32));
        calculate();
        assertThat(Files.readString(run())).doesNotContain("6 * 7");
        assertThat(out("runs", "show", "last")).contains("What is 6 * 7?");
        trial.with("QWEN_AGENT_JOURNAL_ENCRYPTION_KEY", "");
        assertThat(trial.execute("runs", "show", "last")).isEqualTo(1);
    }

    @Test
    void agentTouchesNeitherKeyNorJournalNorSealsNorSettingsWhateverIsAllowed() throws IOException {
        calculate();
        Path home = trial.folders().config().getParent().getParent();
        for (Path own : List.of(trial.folders().journalKey(), run(), trial.folders().seals().resolve("anchors.jsonl"),
                trial.folders().userConfig(), trial.folders().conversations().resolve("x.json"))) {
            for (ScriptedReply act : List.of(call("read_file", "{\"path\": \"" + own + "\"}"),
                    call("write_file", "{\"path\": \"" + own + "\", \"text\": \"x\"}"))) {
                int before = trial.err().length();
                after(act, text("Done.")).execute("run", "--root", home.toString(), "--allow", "file.*", "Go");
                assertThat(trial.err().substring(before)).as(own.toString())
                        .contains("by the program's own files)", "result    Denied: ");
            }
        }
        trial.model(ScriptedChatModel.of(
                call("write_file", "{\"path\": \".qwen-agent.yaml\", \"text\": \"deny: []\"}"), text("Done.")));
        trial.execute("run", "--allow", "file.*", "Go");
        assertThat(trial.working().resolve(".qwen-agent.yaml")).doesNotExist();
        trial.model(ScriptedChatModel.of(
                call("write_file", "{\"path\": \"j/x.jsonl\", \"text\": \"x\"}"), text("Done.")));
        trial.execute("run", "--journal", "j", "--allow", "file.*", "Go");
        assertThat(trial.working().resolve("j/x.jsonl")).doesNotExist();
    }

    @Test
    void agentTouchesNoFileOfTheDatabaseThatHoldsItsJournal() throws IOException {
        String database = "jdbc:sqlite:" + trial.working().resolve("runs.db");
        for (String name : List.of("runs.db", "runs.db-wal", "runs.db-shm", "runs.db-journal")) {
            int before = trial.err().length();
            after(call("write_file", "{\"path\": \"" + name + "\", \"text\": \"x\"}"), text("Done."))
                    .execute("run", "--journal", database, "--allow", "file.*", "Go");
            assertThat(trial.err().substring(before)).as(name).contains("by the program's own files)");
        }
    }
}
