package dev.qwenagent.examples;

import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.local.DemoModel;
import dev.qwenagent.runtime.models.Models;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong: one line that names the thing, and the exit code. */
class UsageTest {

    @TempDir
    private Path temporary;

    private CommandTrial trial;

    @BeforeEach
    void begin() throws IOException {
        trial = new CommandTrial(temporary).model(ScriptedChatModel.of(text("Hi.")));
    }

    private void isOneLine(String... parts) {
        assertThat(trial.out()).isEmpty();
        assertThat(trial.err().lines()).singleElement().asString().startsWith("qwen-agent: ").contains(parts);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --allow files            | a scope pattern is
            --deny Calc.*            | a scope pattern is
            --agent nobody           | expected one of assistant, files, operator, hello, custom-tool; found 'nobody'
            --root nowhere           | there is no such folder
            --model gpt              | unknown model 'gpt'
            --model openai:x         | expected openai:URL#NAME
            --thinking maybe         | --thinking
            --thinking-budget 0      | at least 1 token
            --temperature -1         | temperature is 0 or more; found -1.0
            --temperature warm       | --temperature
            --top-p 2                | above 0 and up to 1
            --max-turns 0            | --max-turns: expected a whole number, at least 1; found 0
            --timeout 5              | expected a time above zero such as 30s
            --timeout 0s             | expected a time above zero such as 30s
            --file nowhere.txt       | there is no such file
            --jsn x                  | --jsn
            """)
    void wrongFlagIsNamedWithWhatWasExpected(String flags, String message) {
        String[] flag = flags.split(" ");
        assertThat(trial.execute("run", flag[0], flag[1], "Hello")).isEqualTo(2);
        isOneLine(message);
    }

    @Test
    void remoteModelIsRefusedOffline() {
        assertThat(trial.execute("run", "--offline", "--model", "qwen:qwen3-max", "Hello")).isEqualTo(2);
        isOneLine("--offline", "qwen:qwen3-max");
    }

    @Test
    void nothingToDoIsWrongUsage() {
        assertThat(trial.execute("run", "-")).isEqualTo(2);
        isOneLine("expected a task");
    }

    @Test
    void fileThatNoModelReadsIsRefused() throws IOException {
        Files.write(trial.working().resolve("a.zip"), new byte[]{'P', 'K', 3, 4, 0});
        assertThat(trial.execute("run", "--file", "a.zip", "What is this?")).isEqualTo(2);
        isOneLine("--file a.zip", "expected text in UTF-8, an image (PNG");
    }

    @Test
    void imageIsRefusedByAModelThatReadsTextAlone() throws IOException {
        Files.write(trial.working().resolve("a.png"), new byte[]{(byte) 0x89, 'P', 'N', 'G', 0});
        trial.models(Models::open);
        assertThat(trial.execute("run", "--file", "a.png", "What is this?")).isEqualTo(1);
        assertThat(trial.err()).contains("IMAGE");
    }

    @Test
    void noCommandAndUnknownCommandAreWrongUsage() {
        assertThat(trial.execute()).isEqualTo(2);
        assertThat(trial.execute("rum", "Hello")).isEqualTo(2);
        assertThat(trial.err()).contains("Missing required subcommand", "'rum'");
    }

    @Test
    void helpIsOnStandardOutput() {
        assertThat(trial.execute("--help")).isZero();
        assertThat(trial.execute("run", "--help")).isZero();
        assertThat(trial.out()).contains("Commands:", "--allow", "Exit code: 0 done");
        assertThat(trial.err()).isEmpty();
    }

    @Test
    void verboseShowsWhereItFailed() {
        assertThat(trial.execute("run", "-v", "--agent", "nobody", "Hello")).isEqualTo(2);
        assertThat(trial.err()).contains("UsageException", "\tat ");
    }

    // Model files

    private int openFile(byte[] content) throws IOException {
        Files.write(trial.working().resolve("m.gguf"), content);
        trial.models(Models::open);
        return trial.execute("run", "--model", trial.working().resolve("m.gguf").toString(), "Hello");
    }

    private static byte[] demo() throws IOException {
        try (var in = DemoModel.class.getResourceAsStream("demo/tiny-agent-q8_0.gguf")) {
            return in.readAllBytes();
        }
    }

    @Test
    void missingModelFileIsNamed() {
        trial.models(Models::open);
        assertThat(trial.execute("run", "--model", "no/such.gguf", "Hello")).isEqualTo(1);
        isOneLine("no/such.gguf");
    }

    @Test
    void truncatedModelFileIsNamed() throws IOException {
        assertThat(openFile(Arrays.copyOf(demo(), 1_000_000))).isEqualTo(1);
        isOneLine("m.gguf");
    }

    @Test
    void otherFileIsNoModel() throws IOException {
        assertThat(openFile("This is a text, not a model.".getBytes(StandardCharsets.UTF_8))).isEqualTo(1);
        isOneLine("m.gguf", "GGUF");
    }

    @Test
    void unsupportedTensorTypeIsNamed() throws IOException {
        byte[] file = demo();
        int type = afterFirst(file, "blk.0.ffn_down_exps.weight") + 4 + 3 * 8;
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(type, 17);
        assertThat(openFile(file)).isEqualTo(1);
        isOneLine("blk.0.ffn_down_exps.weight", "IQ2_XS");
    }

    private static int afterFirst(byte[] file, String name) {
        return new String(file, StandardCharsets.ISO_8859_1).indexOf(name) + name.length();
    }
}
