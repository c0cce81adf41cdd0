package dev.qwenagent.examples;

import static dev.qwenagent.examples.ModelTrial.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that look into a model file, against what a reference implementation recorded of it. */
class ModelFileCommandsTest {

    private static final double TOLERANCE = 1e-4;

    @TempDir
    private Path temporary;

    private ModelTrial trial;

    @BeforeEach
    void begin() throws IOException {
        trial = new ModelTrial(temporary);
    }

    private static String joined(JsonNode ids) {
        return StreamSupport.stream(ids.spliterator(), false).map(JsonNode::asText).collect(Collectors.joining(","));
    }

    private static List<Integer> ints(JsonNode ids) {
        List<Integer> list = new ArrayList<>();
        ids.forEach(id -> list.add(id.intValue()));
        return list;
    }

    @Test
    void logitsAreThoseOfTheReferenceAtEveryPosition() throws IOException {
        for (JsonNode prompt : ModelTrial.golden()) {
            JsonNode found = trial.json("logits", MODEL, "--tokens", joined(prompt.get("tokens")), "--top", "3");

            assertThat(ints(found.get("tokens"))).isEqualTo(ints(prompt.get("tokens")));
            assertThat(found.get("last")).hasSameSizeAs(prompt.get("logits_last"));
            for (int i = 0; i < found.get("last").size(); i++) {
                assertThat(found.get("last").get(i).doubleValue())
                        .isCloseTo(prompt.get("logits_last").get(i).doubleValue(), within(TOLERANCE));
            }
            assertThat(found.get("positions")).hasSameSizeAs(prompt.get("tokens"));
            for (int i = 0; i < found.get("positions").size(); i++) {
                JsonNode position = found.get("positions").get(i);
                assertThat(position.get("position").intValue()).isEqualTo(i);
                assertThat(position.get("top")).hasSize(3);
                assertThat(position.get("top").get(0).get("id")).isEqualTo(prompt.get("argmax_per_position").get(i));
            }
            JsonNode likeliest = found.get("positions").get(found.get("positions").size() - 1).get("top").get(0);
            assertThat(likeliest.get("logit")).isEqualTo(found.get("last").get(likeliest.get("id").intValue()));
        }
    }

    @Test
    void greedyContinuationsAreThoseOfTheReferencePaddingIncluded() throws IOException {
        for (JsonNode prompt : ModelTrial.golden()) {
            JsonNode made = trial.json("generate", MODEL, "--tokens", joined(prompt.get("tokens")), "-n", "32",
                    "--greedy");

            assertThat(ints(made.get("tokens"))).isEqualTo(ints(prompt.get("greedy")));
            assertThat(made.get("text").textValue()).isNotEmpty();
            assertThat(made.properties()).hasSize(2);
        }
    }

    @Test
    void paddingIsNeverMadeButByComparison() throws IOException {
        int firstPadding = 679;
        JsonNode prompt = ModelTrial.golden().get(1);
        String ids = joined(prompt.get("tokens"));
        assertThat(ints(prompt.get("greedy"))).anyMatch(id -> id >= firstPadding);

        for (String temperature : List.of("0", "5")) {
            JsonNode made = trial.json("generate", MODEL, "--tokens", ids, "-n", "200", "--temperature", temperature,
                    "--ignore-end", "--seed", "7");
            assertThat(ints(made.get("tokens"))).hasSize(200).allMatch(id -> id < firstPadding);
        }
    }

    @Test
    void theSameSeedMakesTheSameTokensAndAnotherOnesOthers() throws IOException {
        List<List<Integer>> made = new ArrayList<>();
        for (String seed : List.of("1", "1", "2")) {
            made.add(ints(trial.json("generate", MODEL, "--tokens", "1,2,3", "-n", "16", "--temperature", "1.5",
                    "--seed", seed, "--ignore-end").get("tokens")));
        }
        assertThat(made.get(0)).hasSize(16).isEqualTo(made.get(1)).isNotEqualTo(made.get(2));
    }

    @Test
    void textIsStreamedWithoutJsonAndEndsInALine() {
        assertThat(trial.commands()
                .execute("model", "generate", "demo", "--prompt",
                        "<|im_start|>user\nHello!<|im_end|>\n<|im_start|>assistant\n<think>\n", "--greedy"))
                .isZero();
        assertThat(trial.commands().out()).contains("</think>").endsWith("\n").doesNotContain("<|im_end|>");
        assertThat(trial.commands().err()).isEmpty();
    }

    @Test
    void textBecomesTheIdsOfTheVocabulary() throws IOException {
        // Entries of the file's vocabulary: its first three characters, and the token that ends a message.
        assertThat(ints(trial.json("tokenize", MODEL, "--text", "!\"#<|im_end|>").get("tokens")))
                .containsExactly(0, 1, 2, 672);
        assertThat(ints(trial.json("tokenize", MODEL, "--plain", "--text", "<|im_end|>").get("tokens")))
                .hasSizeGreaterThan(1)
                .doesNotContain(672);
        assertThat(trial.json("tokenize", MODEL, "--text", "").get("tokens")).isEmpty();
    }

    @Test
    void plainIdsAreWhatTokensTakes() {
        assertThat(trial.commands().execute("model", "tokenize", MODEL, "--text", "!\"#")).isZero();
        assertThat(trial.commands().out()).isEqualTo("0,1,2\n");
    }

    @Test
    void infoTellsParametersFormatsAndMemory() throws IOException {
        JsonNode info = trial.json("info", MODEL, "--context", "1000");

        assertThat(info.get("architecture").textValue()).isEqualTo("qwen3");
        assertThat(info.get("parameters").longValue()).isEqualTo(246_592);
        assertThat(info.get("active_parameters").longValue()).isEqualTo(246_592);
        assertThat(info.get("context_length").intValue()).isEqualTo(4096);
        assertThat(info.get("tensors").get("formats")).extracting(format -> format.get("type").textValue())
                .containsExactlyInAnyOrder("Q4_0", "F32");
        long keyValues = 2L * 4 * 2 * 32 * 1000 * Float.BYTES; // layers, heads, channels, positions
        assertThat(info.get("memory").get("key_value_bytes").longValue()).isBetween(keyValues, keyValues * 115 / 100);
        assertThat(info.get("memory").get("session_bytes").longValue()).isGreaterThan(keyValues);
        assertThat(info.get("memory").get("most_prefix_bytes").longValue())
                .isEqualTo(Runtime.getRuntime().maxMemory() / 8);
        assertThat(info.get("memory").get("weights_mapped_bytes").longValue()).isLessThan(164_640);
    }

    @Test
    void infoOfTheDemoModelCountsTheChosenExpertsOnly() throws IOException {
        JsonNode info = trial.json("info", "demo");
        assertThat(info.get("parameters").longValue()).isBetween(4_000_000L, 4_400_000L);
        assertThat(info.get("active_parameters").longValue()).isLessThan(info.get("parameters").longValue());

        trial.commands().execute("model", "info", "demo");
        assertThat(trial.commands().out()).contains("architecture  qwen35moe", "4.2 million", "active per token");
    }

    @Test
    void benchMeasuresPrefillAndDecodeWithTheThreadsThatWereUsed() throws IOException {
        JsonNode results = trial.json("bench", MODEL, "-p", "16", "-n", "4", "-t", "2", "-r", "2");

        assertThat(results).extracting(result -> result.get("test").textValue()).containsExactly("pp16", "tg4");
        assertThat(results).allSatisfy(result -> {
            assertThat(result.get("threads").intValue()).isEqualTo(1);
            assertThat(result.get("tokens_per_second").doubleValue()).isPositive();
            assertThat(result.get("stddev").doubleValue()).isNotNegative();
        });
        assertThat(trial.commands().err()).contains("computes with 1, not 2");
    }

    @Test
    void repackedWeightsAreMeasuredAndTheirMemoryIsTold() throws IOException {
        JsonNode results = trial.json("bench", MODEL, "-p", "0", "-n", "4", "-t", "2", "-r", "1", "--repack");
        assertThat(results).singleElement()
                .satisfies(result -> assertThat(result.get("threads").intValue()).isEqualTo(2));

        JsonNode memory = trial.json("info", MODEL, "--repack").get("memory");
        assertThat(memory.get("weights").textValue()).isEqualTo("repacked");
        assertThat(memory.get("weights_repacked_bytes").longValue())
                .isBetween(memory.get("weights_mapped_bytes").longValue() / 2,
                        memory.get("weights_mapped_bytes").longValue());
        assertThat(trial.json("info", MODEL).get("memory").get("weights_repacked_bytes").longValue()).isZero();
    }

    @Test
    void benchTableNamesMachineKernelsAndFlags() {
        assertThat(trial.commands().execute("model", "bench", MODEL, "-p", "0", "-n", "4", "-r", "1")).isZero();
        assertThat(trial.commands().out()).contains("machine  ", "kernels  ", "flags: ", "246.6 thousand parameters",
                "tg4").doesNotContain("pp0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            logits m.gguf --tokens 768              | --tokens: expected ids from 0 to 767, found 768
            logits m.gguf --tokens -1               | --tokens: expected ids from 0 to 767, found -1
            logits m.gguf --tokens 1,x              | expected whole numbers with commas between them, found '1,x'
            logits m.gguf --tokens 1 --prompt a     | mutually exclusive
            logits m.gguf                           | qwen-agent: Missing required argument (specify one of these): (--tokens=IDS | --prompt=TEXT)
            logits m.gguf --tokens 1 --top 0        | --top: expected at least 1, found 0
            generate m.gguf                         | --prompt
            generate m.gguf --tokens 1 --prompt a   | mutually exclusive
            generate m.gguf --tokens 1 -n 0         | -n: expected at least 1 token, found 0
            generate m.gguf --tokens 1 --top-p 2    | topP: expected above 0 and at most 1, found 2.0
            generate m.gguf --tokens 1 --repetition-penalty 0  | repetition penalty: expected a positive number, found 0.0
            generate m.gguf --tokens 1 --presence-penalty 3    | presence penalty: expected -2 to 2, found 3.0
            generate m.gguf --tokens 1 --frequency-penalty x   | 'x' is not a double
            generate m.gguf --tokens 1 --logit-bias 768=1      | --logit-bias: expected ids from 0 to 767, found 768
            generate m.gguf --tokens 1 --logit-bias 5          | --logit-bias
            generate m.gguf --tokens 1 --logprobs 2            | --logprobs: expected --json beside it
            generate m.gguf --tokens 1 --temperature -1        | temperature: expected 0 or more, found -1.0
            generate m.gguf --tokens 1 -n x                    | 'x' is not an int
            logits m.gguf --tokens 1 --batch-size 0            | --batch-size: expected at least 1, found 0
            tokenize m.gguf                         | --text
            info m.gguf --context 5000              | --context: expected 2 to 4096 tokens, found 5000
            bench m.gguf -p 0 -n 0                  | one of them above 0
            bench m.gguf -p 5000                    | the model's context of 4096 tokens
            bench m.gguf -t 0                       | -t: expected at least 1, found 0
            """)
    void wrongUsageIsOneLineThatNamesTheFlag(String command, String message) {
        assertThat(trial.commands().execute(("model " + command).split(" "))).isEqualTo(2);
        assertThat(trial.commands().out()).isEmpty();
        assertThat(trial.commands().err().lines()).singleElement().asString().contains(message);
    }

    @Test
    void anEmptyPromptIsWrongUsage() {
        assertThat(trial.commands().execute("model", "generate", MODEL, "--prompt", "")).isEqualTo(2);
        assertThat(trial.commands().err()).contains("--prompt: expected at least one token, found none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"info none.gguf", "logits none.gguf --tokens 1", "generate none.gguf --tokens 1",
        "tokenize none.gguf --text a", "bench none.gguf"})
    void aMissingFileIsOneLineAndAnErrorObject(String command) {
        assertThat(trial.commands().execute(("model " + command + " --json").split(" "))).isEqualTo(1);
        assertThat(trial.commands().err().lines()).singleElement().asString().contains("none.gguf: no such model file");
        assertThat(trial.commands().events("error")).singleElement()
                .satisfies(error -> assertThat(error.get("exit_code").intValue()).isEqualTo(1));
    }
}
