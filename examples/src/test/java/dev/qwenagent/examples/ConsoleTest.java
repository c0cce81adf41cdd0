package dev.qwenagent.examples;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.examples.cli.shell.Keyboard;
import dev.qwenagent.examples.cli.shell.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a terminal gets to see, and what a file or a pipe gets instead. */
class ConsoleTest {

    private static final String ESCAPE = "\u001b";

    /** Output and errors are terminals or not; nobody types. */
    private record Screens(boolean isOutput, boolean isError) implements Terminal {
        @Override
        public boolean isInput() {
            return false;
        }

        @Override
        public Optional<Keyboard> keyboard() {
            return Optional.empty();
        }
    }

    @TempDir
    private Path temporary;

    private CommandTrial trial;

    @BeforeEach
    void begin() throws IOException {
        trial = new CommandTrial(temporary).model(ScriptedChatModel.of(
                new ScriptedReply("I think.\nTwice.\n", "Let me see.", List.of(), null)
                        .andCall("calculator", "{\"expression\": \"6 * 7\"}"),
                text("It is 42.")));
    }

    @Test
    void terminalGetsColoursAndAPipeDoesNot() {
        trial.terminal(new Screens(false, true)).execute("run", "Go");
        assertThat(trial.err()).contains(ESCAPE);
        assertThat(trial.out()).isEqualTo("It is 42.\n");
    }

    @Test
    void noColorIsHonoured() {
        trial.terminal(new Screens(false, true)).with("NO_COLOR", "1").execute("run", "Go");
        assertThat(trial.err().replace("\r" + ESCAPE + "[K", "")).doesNotContain(ESCAPE).contains("thinking");
    }

    @Test
    void dumbTerminalGetsNoColours() {
        trial.terminal(new Screens(false, true)).with("TERM", "dumb").execute("run", "Go");
        assertThat(trial.err().replace("\r" + ESCAPE + "[K", "")).doesNotContain(ESCAPE).contains("thinking");
    }

    @Test
    void thoughtsOfSeveralLinesAreIndented() {
        trial.execute("run", "Go");
        assertThat(trial.err()).startsWith("""
                thinking  I think.
                          Twice.
                call      calculator""");
    }

    @Test
    void pipeGetsTheAnswerAlone() {
        trial.execute("run", "Go");
        assertThat(trial.out()).isEqualTo("It is 42.\n");
    }

    @Test
    void terminalGetsTextAsItArrives() {
        trial.terminal(new Screens(true, true)).execute("run", "Go");
        assertThat(trial.out()).isEqualTo("Let me see.\nIt is 42.\n");
    }

    @Test
    void answerCannotActOnATerminalAndIsLeftAsItIsInAFile() {
        trial.model(ScriptedChatModel.of(text("a\u001b[2Jb"))).execute("run", "Go");
        assertThat(trial.out()).isEqualTo("a\u001b[2Jb\n");
        trial.model(ScriptedChatModel.of(text("a\u001b[2Jb"))).terminal(new Screens(true, false)).execute("run", "Go");
        assertThat(trial.out()).endsWith("\na\\u001b[2Jb\n");
    }

    @Test
    void resultsAreShortenedUnlessEverythingIsToldOf() throws IOException {
        trial.file("long.txt", "x".repeat(1000));
        trial.model(ScriptedChatModel.of(call("read_file", "{\"path\": \"long.txt\"}"), text("Long.")));
        trial.execute("run", "Go");
        assertThat(trial.err()).contains("x…").doesNotContain("x".repeat(500));
        trial.model(ScriptedChatModel.of(call("read_file", "{\"path\": \"long.txt\"}"), text("Long.")));
        trial.execute("run", "--verbose", "Go");
        assertThat(trial.err()).contains("x".repeat(1000), "model     demo: named demo");
    }

    @Test
    void timingTellsWhereTheTimeWent() {
        trial.execute("run", "--timing", "Go");
        assertThat(trial.err().lines().toList().getLast()).matches("timing    [0-9.]+ s from process start to answer: "
                + "[0-9.]+ s JVM and command line, [0-9.]+ s opening the model, [0-9.]+ s until the first token, "
                + "[0-9.]+ s until the end");
    }
}
