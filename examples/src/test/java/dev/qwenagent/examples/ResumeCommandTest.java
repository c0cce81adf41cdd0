package dev.qwenagent.examples;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.exception.NonRetriableException;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.examples.cli.shell.Keyboard;
import dev.qwenagent.examples.cli.shell.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --resume}, {@code runs approve} and {@code runs fork}. */
@Timeout(60)
class ResumeCommandTest {

    private static final String WRITE = "{\"path\": \"a.txt\", \"text\": \"x\"}";

    @TempDir
    private Path temporary;

    private CommandTrial trial;

    @BeforeEach
    void begin() throws IOException {
        trial = new CommandTrial(temporary).with("NO_COLOR", "1");
    }

    private int run(String[] command, ScriptedReply... replies) {
        return trial.model(ScriptedChatModel.of(replies)).execute(command);
    }

    private static String[] words(String... command) {
        return command;
    }

    private void person(String answer) {
        trial.terminal(new Terminal() {
            @Override
            public boolean isInput() {
                return false;
            }

            @Override
            public boolean isOutput() {
                return false;
            }

            @Override
            public boolean isError() {
                return true;
            }

            @Override
            public Optional<Keyboard> keyboard() {
                return Optional.of(_ -> answer);
            }
        });
    }

    private Path journal() throws IOException {
        try (var files = Files.list(trial.folders().runs())) {
            return files.filter(file -> file.toString().endsWith(".jsonl")).findFirst().orElseThrow();
        }
    }

    @Test
    void failedRunGoesOnWhereItFailedAsTheSameAgent() {
        assertThat(run(words("run", "--deny", "clock.*", "--max-turns", "7", "Do it."),
                call("calculator", "{\"expression\": \"6 * 7\"}"),
                ScriptedReply.failing(new NonRetriableException("down")))).isEqualTo(1);
        assertThat(run(words("run", "--resume", "last"), call("current_time", "{\"zone\": \"UTC\"}"), text("42.")))
                .as(trial.err())
                .isZero();
        assertThat(trial.out()).isEqualTo("42.\n");
        assertThat(trial.err()).contains("denied    clock.read (deny clock.* by the command line)");
        assertThat(trial.execute("runs", "replay", "last")).as(trial.out() + trial.err()).isZero();
        assertThat(trial.execute("run", "--resume", "last")).isEqualTo(1);
        assertThat(trial.err()).contains("can be gone on with");
    }

    @Test
    void flagGivenNowWins() {
        run(words("run", "--deny", "clock.*", "Do it."), ScriptedReply.failing(new NonRetriableException("down")));
        run(words("run", "--resume", "last", "--deny", "calc.*"), call("calculator", "{\"expression\": \"6 * 7\"}"),
                text("No."));
        assertThat(trial.err()).contains("denied    calc.evaluate (deny calc.* by the command line)");
    }

    @Test
    void runIsPutDownAnsweredByAnotherCommandAndGoesOn() {
        person("l");
        assertThat(run(words("run", "Write."), call("write_file", WRITE))).isEqualTo(1);
        assertThat(trial.err()).contains("go on     qwen-agent run --resume ");
        assertThat(trial.working().resolve("a.txt")).doesNotExist();
        trial.terminal(Terminal.NONE);
        assertThat(trial.execute("runs", "list", "--state", "suspended")).isZero();
        assertThat(trial.out()).contains("suspended");
        assertThat(trial.execute("runs", "approve", "last")).isZero();
        assertThat(trial.out()).contains("asks: write_file", "touches file.write:" + trial.working() + "/a.txt");
        assertThat(trial.execute("runs", "approve", "last", "yes")).isZero();
        assertThat(run(words("run", "--resume", "last"), text("Written."))).as(trial.err()).isZero();
        assertThat(trial.working().resolve("a.txt")).hasContent("x");
        assertThat(trial.execute("runs", "replay", "last")).as(trial.out() + trial.err()).isZero();
        assertThat(trial.execute("runs", "verify", "last")).isZero();
    }

    @Test
    void commandLineOfAJournalThatSomebodyElseWroteIsNotBelieved() throws IOException {
        run(words("run", "Do it."), ScriptedReply.failing(new NonRetriableException("down")));
        Files.delete(trial.folders().journalKey());
        assertThat(run(words("run", "--resume", journal().getFileName().toString().replace(".jsonl", "")),
                text("Done."))).isEqualTo(1);
        assertThat(trial.out()).isEmpty();
    }

    @Test
    void runThatGoesOnFromAnotherFolderTouchesNoJournalAndTakesNamesOfFilesFromThere() throws IOException {
        run(words("run", "--journal", "j", "--allow", "file.*", "Write."),
                ScriptedReply.failing(new NonRetriableException("down")));
        Path journal = trial.working().resolve("j");
        trial.goTo("some/where/else").file("strict.yaml", "allow: [file.read]\n");
        run(words("run", "--resume", "last", "--journal", "../../../work/j"),
                call("write_file", "{\"path\": \"j/x.jsonl\", \"text\": \"x\"}"),
                ScriptedReply.failing(new NonRetriableException("down")));
        assertThat(trial.err()).contains("by the program's own files)");
        assertThat(journal.resolve("x.jsonl")).doesNotExist();
        var model = ScriptedChatModel.of(call("read_file", "{\"path\": \"strict.yaml\"}"), text("Done."));
        assertThat(trial.model(model)
                .execute("run", "--resume", "last", "--journal", "../../../work/j", "--policy",
                        "strict.yaml", "--root", "."))
                .as(trial.err())
                .isZero();
        assertThat(model.requests().getLast().messages().toString()).contains("allow: [file.read]");
    }

    @Test
    void flagsHoldAloneWhereTheJournalDoesNotTellTheOthersAndThatIsSaid() {
        trial.in("Do it.\n");
        run(words("chat"), ScriptedReply.failing(new NonRetriableException("down")));
        assertThat(run(words("run", "--resume", "last"), text("Done."))).isEqualTo(2);
        assertThat(trial.err()).contains("give the flags with it");
        assertThat(run(words("run", "--resume", "last", "--deny", "clock.*"), text("Done."))).as(trial.err()).isZero();
        assertThat(trial.err()).contains("the flags given now hold alone: the journal does not say");
    }

    @Test
    void resumeTakesNoTask() {
        assertThat(trial.execute("run", "--resume", "last", "More")).isEqualTo(2);
        assertThat(trial.err()).contains("--resume goes on with the run's own task");
    }

    @Test
    void forkGoesOnWithOtherWordsAndRepeatsNoCall() {
        person("y");
        assertThat(run(words("run", "Write."), call("write_file", WRITE), call("calculator", "{\"expression\": \"1\"}"),
                text("Written."))).isZero();
        trial.terminal(Terminal.NONE);
        assertThat(trial.working().resolve("a.txt")).exists();
        trial.working().resolve("a.txt").toFile().delete();
        var model = ScriptedChatModel.of(text("Brief."));
        assertThat(trial.model(model).execute("runs", "fork", "last", "--at", "2", "--system", "Be brief."))
                .as(trial.err())
                .isZero();
        assertThat(trial.out()).endsWith("Brief.\n");
        assertThat(model.requests().getFirst().messages().toString()).contains("Be brief.", "a.txt");
        assertThat(trial.working().resolve("a.txt")).doesNotExist();
        assertThat(trial.execute("runs", "show", "last")).isZero();
        assertThat(trial.out()).contains("--forked-from=", "answer    Brief.");
        assertThat(trial.execute("runs", "fork", "last", "--at", "9")).isEqualTo(2);
        assertThat(trial.err()).contains("--at: run ");
    }
}
