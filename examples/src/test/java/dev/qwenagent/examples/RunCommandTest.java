package dev.qwenagent.examples;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.exception.AuthenticationException;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.runtime.Agents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {

    private static final String PRODUCT = "{\"expression\": \"6 * 7\"}";

    @TempDir
    private Path temporary;

    private CommandTrial trial;

    @BeforeEach
    void begin() throws IOException {
        trial = new CommandTrial(temporary);
    }

    private static ScriptedChatModel calculating() {
        return ScriptedChatModel.of(
                call("calculator", PRODUCT).thinking("I need the product."), text("It is 42."));
    }

    @Test
    void answerIsOnStandardOutputAndTheRestOnStandardError() {
        int exit = trial.model(calculating()).execute("run", "What is 6 * 7?");
        assertThat(exit).isZero();
        assertThat(trial.out()).isEqualTo("It is 42.\n");
        assertThat(trial.err()).startsWith("""
                thinking  I need the product.
                call      calculator {"expression": "6 * 7"}
                allowed   calc.evaluate (allow calc.evaluate by agent assistant)
                result    42
                done      2 turns,\s""");
    }

    @Test
    void deniedToolIsNotCalledAndTheRunEndsInAnAnswer() {
        var model = ScriptedChatModel.of(call("calculator", PRODUCT), text("I may not."));
        int exit = trial.model(model).execute("run", "--deny", "calc.*", "What is 6 * 7?");
        assertThat(exit).isZero();
        assertThat(trial.out()).isEqualTo("I may not.\n");
        assertThat(trial.err()).contains("denied    calc.evaluate (deny calc.* by the command line)",
                "result    Denied: calculator is not allowed");
    }

    @Test
    void quietTellsTheAnswerOnly() {
        assertThat(trial.model(calculating()).execute("run", "-q", "What is 6 * 7?")).isZero();
        assertThat(trial.out()).isEqualTo("It is 42.\n");
        assertThat(trial.err()).isEmpty();
    }

    @Test
    void failedRunIsOneLineAndExitCodeOne() {
        var model = ScriptedChatModel.of(ScriptedReply.failing(new AuthenticationException("bad key")));
        assertThat(trial.model(model).execute("run", "-q", "Hello")).isEqualTo(1);
        assertThat(trial.err().lines()).singleElement().asString().startsWith("qwen-agent: ").contains("bad key");
    }

    @Test
    void limitIsExitCodeThree() {
        var model = ScriptedChatModel.of(call("calculator", PRODUCT), text("No more turns."));
        assertThat(trial.model(model).execute("run", "--max-turns", "1", "Hello")).isEqualTo(3);
        assertThat(trial.out()).isEqualTo("No more turns.\n");
        assertThat(trial.err()).contains("stopped   the limit of turns was reached");
    }

    @Test
    void dryRunJudgesAndMakesNoCall() {
        var model = ScriptedChatModel.of(
                call("write_file", "{\"path\": \"a.txt\", \"text\": \"x\"}"), call("calculator", PRODUCT),
                text("Nothing was done."));
        assertThat(trial.model(model).execute("run", "--dry-run", "Write.")).isZero();
        assertThat(trial.working()).isEmptyDirectory();
        assertThat(trial.err()).contains("dry run, would have been asked: ask file.write:" + trial.working(),
                "dry run, would have been allowed: allow calc.evaluate by agent assistant");
    }

    @Test
    void allowOfTheCommandLineNeedsNoApproval() {
        var model = ScriptedChatModel.of(
                call("write_file", "{\"path\": \"out/a.txt\", \"text\": \"x\"}"), text("Done."));
        assertThat(trial.model(model).execute("run", "--allow", "file.write:out/**", "Write.")).isZero();
        assertThat(trial.working().resolve("out/a.txt")).hasContent("x");
    }

    @Test
    void withoutATerminalAQuestionIsAnsweredWithNo() {
        var model = ScriptedChatModel.of(call("write_file", "{\"path\": \"a.txt\", \"text\": \"x\"}"), text("No."));
        assertThat(trial.model(model).execute("run", "Write.")).isZero();
        assertThat(trial.working()).isEmptyDirectory();
        assertThat(trial.err()).contains("there is no terminal to ask on, so the answer is no");
    }

    @Test
    void standardInputAndFilesAreTheTask() throws IOException {
        var model = ScriptedChatModel.of(text("Read."));
        trial.model(model).in("Sum this up").file("a.txt", "alpha").execute("run", "-", "--file", "a.txt");
        assertThat(model.requests().getFirst().messages())
                .containsExactly(UserMessage.from("Sum this up\n\na.txt:\nalpha"));
    }

    @Test
    void imagesSoundAndVideoGoWithTheTaskBehindItsText() throws IOException {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0};
        Files.write(trial.working().resolve("picture.txt"), png);
        Files.write(trial.working().resolve("sound.wav"), "RIFF0000WAVEfmt ".getBytes(StandardCharsets.US_ASCII));
        Files.write(trial.working().resolve("film"), "0000ftypisom0000".getBytes(StandardCharsets.US_ASCII));
        var model = ScriptedChatModel.of(text("I see."));
        int exit = trial.model(model)
                .file("a.txt", "alpha")
                .execute("run", "Look", "--file", "picture.txt", "--file",
                        "sound.wav", "--file", "film", "--file", "a.txt");
        assertThat(exit).as(trial.err()).isZero();
        assertThat(model.requests().getFirst().messages()).containsExactly(UserMessage.from(
                TextContent.from("Look\n\na.txt:\nalpha"),
                ImageContent.from(Base64.getEncoder().encodeToString(png), "image/png"),
                AudioContent.from("UklGRjAwMDBXQVZFZm10IA==", "audio/wav"),
                VideoContent.from("MDAwMGZ0eXBpc29tMDAwMA==", "video/mp4")));
    }

    @Test
    void conversationGoesOn() {
        var model = ScriptedChatModel.of(text("Hello Ana."), text("You are Ana."));
        trial.model(model);
        trial.execute("run", "--conversation", "c1", "I am Ana.");
        trial.execute("run", "--conversation", "c1", "Who am I?");
        assertThat(model.requests().getLast().messages()).hasSize(3);
        assertThat(trial.folders().conversations().resolve("c1.json")).exists();
    }

    @Test
    void systemTextIsAtTheFront() {
        var model = ScriptedChatModel.of(text("Yes."));
        trial.model(model).execute("run", "--system", "Be brief.", "Hello");
        assertThat(model.requests().getFirst().messages().getFirst().toString()).contains("Be brief.");
    }

    @Test
    void rootIsWhatTheFileToolsSee() throws IOException {
        var model = ScriptedChatModel.of(
                call("read_file", "{\"path\": \"b.txt\"}"), call("read_file", "{\"path\": \"../a.txt\"}"), text("Ok."));
        trial.model(model).file("a.txt", "outside").file("in/b.txt", "inside");
        assertThat(trial.execute("run", "--root", "in", "Read.")).isZero();
        assertThat(trial.err()).contains("result    inside", "outside of the folder that can be used");
    }

    @Test
    void whatAToolSaysCannotActOnTheTerminal() throws IOException {
        var model = ScriptedChatModel.of(call("read_file", "{\"path\": \"a.txt\"}"), text("Ok."));
        trial.model(model).file("a.txt", "a\u001b[2Jb").execute("run", "Read.");
        assertThat(trial.err()).contains("a\\u001b[2Jb").doesNotContain("\u001b");
    }

    @Test
    void agentOfOnesOwnIsChosenByName() {
        var model = ScriptedChatModel.of(text("Hi."));
        trial.model(model).agent("mute", _ -> Agents.builder());
        assertThat(trial.execute("run", "--agent", "mute", "Hello")).isZero();
        assertThat(model.requests().getFirst().toolSpecifications()).isNullOrEmpty();
    }
}
