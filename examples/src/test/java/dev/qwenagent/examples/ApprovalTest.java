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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ApprovalTest {

    @TempDir
    private Path temporary;

    private final List<String> questions = new ArrayList<>();
    private CommandTrial trial;

    /** A terminal with standard input somewhere else: the keyboard is there all the same. */
    private record At(Keyboard person) implements Terminal {
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
            return Optional.of(person);
        }
    }

    @BeforeEach
    void begin() throws IOException {
        trial = new CommandTrial(temporary).with("NO_COLOR", "1")
                .model(ScriptedChatModel.of(
                        write("a.txt").thinking("I shall write a.txt."), write("a.txt"), write("b.txt"),
                        text("Done.")));
    }

    private static ScriptedReply write(String path) {
        return call("write_file", "{\"path\": \"" + path + "\", \"text\": \"x\"}");
    }

    private void person(@Nullable String... answers) {
        List<@Nullable String> left = new ArrayList<>(List.of(answers));
        trial.terminal(new At(question -> {
            questions.add(question);
            return left.isEmpty() ? null : left.removeFirst();
        }));
    }

    @Test
    void personSeesToolArgumentsScopesThoughtAndRule() {
        person("yes", "no", "no");
        trial.execute("run", "Write.");
        assertThat(questions.getFirst()).contains("write_file {\"path\":\"a.txt\",\"text\":\"x\"}",
                "I shall write a.txt.", "file.write:" + trial.working() + "/a.txt", "by agent assistant",
                "Allow it? [y]es, [n]o, [a]lways in this run, [l]ater: put the run down: ");
    }

    @Test
    void yesIsForOneCall() {
        person("y", "n", "n");
        assertThat(trial.execute("run", "Write.")).isZero();
        assertThat(questions).hasSize(3);
        assertThat(trial.working().resolve("a.txt")).exists();
        assertThat(trial.working().resolve("b.txt")).doesNotExist();
        assertThat(trial.err()).contains("answered yes", "answered no");
    }

    @Test
    void alwaysIsForTheSameScopesInThisRun() {
        person("always", "n");
        assertThat(trial.execute("run", "Write.")).isZero();
        assertThat(questions).hasSize(2);
        assertThat(trial.err()).contains("allowed for this run");
        assertThat(trial.working().resolve("b.txt")).doesNotExist();
    }

    @Test
    void whatIsNoAnswerIsAskedAgain() {
        person("maybe", "y", "n", "n");
        trial.execute("run", "Write.");
        assertThat(questions).hasSize(4);
    }

    @Test
    void endOfInputIsNo() {
        person();
        assertThat(trial.execute("run", "Write.")).isZero();
        assertThat(trial.working()).isEmptyDirectory();
    }

    @Test
    void standardInputIsNeverAnAnswer() {
        trial.in("y\ny\ny\n");
        assertThat(trial.execute("run", "Write.")).isZero();
        assertThat(trial.working()).isEmptyDirectory();
    }

    @Test
    void argumentsCannotActOnTheTerminal() {
        trial.model(ScriptedChatModel.of(
                call("write_file", "{\"path\": \"a\u202etxt\", \"text\": \"\\u001b[2J\"}"), text("Done.")));
        person("n");
        trial.execute("run", "Write.");
        assertThat(questions.getFirst()).doesNotContain("\u001b", "\u202e");
    }

    @Test
    void ctrlCDuringAQuestionEndsTheRunWithACompleteStream() throws Exception {
        var asked = new CountDownLatch(1);
        var interruption = new TriggeredInterruption();
        trial.interruption(interruption).terminal(new At(_ -> {
            asked.countDown();
            new CountDownLatch(1).await();
            return "y";
        }));
        var exit = CompletableFuture.supplyAsync(() -> trial.execute("run", "--json", "Write."));
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        interruption.trigger();
        assertThat(exit.get(30, TimeUnit.SECONDS)).isEqualTo(130);
        assertThat(trial.events().getLast().path("type").asText()).isEqualTo("run_ended");
        assertThat(trial.events().getLast().path("reason").asText()).isEqualTo("cancelled");
        assertThat(trial.working()).isEmptyDirectory();
    }
}
