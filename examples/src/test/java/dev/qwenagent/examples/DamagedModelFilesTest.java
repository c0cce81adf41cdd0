package dev.qwenagent.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command about a model file, given something that is none: a line that says what is wrong, no stack trace. */
class DamagedModelFilesTest {

    @TempDir
    private Path temporary;

    private ModelTrial trial;

    @BeforeEach
    void begin() throws IOException {
        trial = new ModelTrial(temporary);
    }

    private void failsInALine(String command, String file, String... messages) {
        long before = trial.commands().err().lines().count();
        String[] arguments = ("model " + command.replace("FILE", file)).split(" ");
        assertThat(trial.commands().execute(arguments)).isEqualTo(1);
        assertThat(trial.commands().out()).isEmpty();
        assertThat(trial.commands().err().lines().skip(before)).singleElement()
                .asString()
                .startsWith("qwen-agent: ")
                .contains(messages)
                .doesNotContain("unexpected failure", "Exception");
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(trial.commands().working().resolve(name), bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"info FILE", "logits FILE --tokens 1", "generate FILE --tokens 1", "tokenize FILE --text a",
        "bench FILE", "render FILE --messages m.json"})
    void whatIsNoModelFileIsToldInALine(String command) throws IOException {
        write("m.json", "[{\"role\":\"user\",\"content\":\"a\"}]".getBytes(StandardCharsets.UTF_8));
        Files.createDirectory(trial.commands().working().resolve("folder.gguf"));
        write("empty.gguf", new byte[0]);
        write("text.gguf", "This is no model at all, but a text.".getBytes(StandardCharsets.UTF_8));
        byte[] whole = ModelTrial.bytes("qwen3-q4_0.gguf");
        write("header.gguf", Arrays.copyOf(whole, 100));
        write("half.gguf", Arrays.copyOf(whole, whole.length / 2));

        failsInALine(command, "none.gguf", "none.gguf", "no such model file");
        failsInALine(command, "folder.gguf", "folder.gguf", "folder");
        failsInALine(command, "empty.gguf", "empty.gguf", "cut off");
        failsInALine(command, "text.gguf", "text.gguf", "GGUF");
        failsInALine(command, "header.gguf", "header.gguf", "cut off");
        failsInALine(command, "half.gguf", "half.gguf", "cut off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"logits FILE --prompt a", "generate FILE --prompt a", "tokenize FILE --text a"})
    void aDamagedVocabularyIsToldInALine(String command) throws IOException {
        byte[] damaged = ModelTrial.bytes("qwen3-q4_0.gguf");
        String text = new String(damaged, StandardCharsets.ISO_8859_1);
        int space = text.indexOf(' ', text.indexOf("tokenizer.ggml.merges"));
        damaged[space] = 'X';
        write("merges.gguf", damaged);

        failsInALine(command, "merges.gguf", "merges.gguf: metadata tokenizer.ggml.merges at offset", "merge 0",
                "expected two tokens and a space between them");
    }
}
