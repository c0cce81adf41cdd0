package dev.qwenagent.examples;

import static dev.qwenagent.examples.ModelTrial.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The flags that change what is made of a prompt, or tell more of it. */
class ModelGenerationTest {

    private static final String[] GREEDY = {"generate", MODEL, "--tokens", "1,2,3", "-n", "16", "--greedy",
        "--ignore-end"};

    @TempDir
    private Path temporary;

    private ModelTrial trial;

    @BeforeEach
    void begin() throws IOException {
        trial = new ModelTrial(temporary);
    }

    private JsonNode made(String... flags) throws IOException {
        List<String> all = new ArrayList<>(List.of(GREEDY));
        all.addAll(List.of(flags));
        return trial.json(all.toArray(String[]::new));
    }

    private static List<Integer> tokens(JsonNode made) {
        List<Integer> list = new ArrayList<>();
        made.get("tokens").forEach(id -> list.add(id.intValue()));
        return list;
    }

    @Test
    void aStrongRepetitionPenaltyMakesEveryTokenANewOne() throws IOException {
        assertThat(tokens(made("--repetition-penalty", "1e6"))).doesNotHaveDuplicates().doesNotContain(1, 2, 3);
    }

    @Test
    void penaltiesAndBiasesAreThoseOfTheScores() throws IOException {
        List<Integer> plain = tokens(made());
        int first = plain.getFirst();
        assertThat(tokens(made("--logit-bias", first + "=-Infinity"))).doesNotContain(first);
        assertThat(tokens(made("--logit-bias", "7=1000", "--logit-bias", "8=-1"))).containsOnly(7);
        assertThat(tokens(made("--logit-bias", "7=1.5", "--logit-bias", "8=1.5", "--presence-penalty", "2",
                "--frequency-penalty", "2"))).isNotEqualTo(plain);
    }

    @Test
    void textEndsBeforeAStopStringAndTokensWithIt() throws IOException {
        JsonNode whole = made();
        String text = whole.get("text").textValue();
        String stop = text.substring(4, 7);
        JsonNode cut = made("--stop", "not in it", "--stop", stop);
        assertThat(cut.get("text").textValue()).isEqualTo(text.substring(0, text.indexOf(stop)));
        assertThat(tokens(cut)).hasSizeLessThan(16).isEqualTo(tokens(whole).subList(0, cut.get("tokens").size()));

        String[] streamed = {"model", "generate", MODEL, "--tokens", "1,2,3", "-n", "16", "--greedy", "--ignore-end",
            "--stop", stop};
        assertThat(trial.commands().execute(streamed)).isZero();
        assertThat(trial.commands().out()).endsWith("}\n" + text.substring(0, text.indexOf(stop)) + "\n");
    }

    @Test
    void anEmptyStopStringIsWrongUsage() {
        assertThat(trial.commands().execute("model", "generate", MODEL, "--tokens", "1", "--stop", "")).isEqualTo(2);
        assertThat(trial.commands().err()).contains("--stop: expected at least one character");
    }

    @Test
    void aPromptThatLeavesNoRoomIsToldInALine() {
        String context = "1,".repeat(4095) + "1";
        assertThat(trial.commands().execute("model", "generate", MODEL, "--tokens", context + ",1")).isEqualTo(2);
        assertThat(trial.commands().execute("model", "generate", MODEL, "--tokens", context)).isEqualTo(1);
        assertThat(trial.commands().out()).isEmpty();
        assertThat(trial.commands().err().lines()).hasSize(2).allMatch(line -> line.contains("4096"));
    }

    @Test
    void logProbabilitiesAreThoseOfTheLogits() throws IOException {
        JsonNode made = made("--logprobs", "2");
        assertThat(made.get("logprobs")).extracting(each -> each.get("id"))
                .containsExactlyElementsOf(made.get("tokens"));
        JsonNode first = made.get("logprobs").get(0);
        assertThat(first.get("top")).hasSize(2);
        assertThat(first.get("top").get(0).get("logprob")).isEqualTo(first.get("logprob"));

        JsonNode last = trial.json("logits", MODEL, "--tokens", "1,2,3").get("last");
        assertThat(first.get("logprob").doubleValue()).isNegative();
        assertThat(logit(last, first) - logit(last, first.get("top").get(1)))
                .isCloseTo(first.get("logprob").doubleValue() - first.get("top").get(1).get("logprob").doubleValue(),
                        within(1e-4));
    }

    private static double logit(JsonNode logits, JsonNode token) {
        return logits.get(token.get("id").intValue()).doubleValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "7", "64", "65", "1000000"})
    void logitsDoNotDependOnThePieces(String size) throws IOException {
        String prompt = "x".repeat(200);
        JsonNode usual = trial.json("logits", MODEL, "--prompt", prompt);
        JsonNode found = trial.json("logits", MODEL, "--prompt", prompt, "--batch-size", size);
        assertThat(found.get("positions")).hasSameSizeAs(usual.get("positions"));
        for (int i = 0; i < found.get("last").size(); i++) {
            assertThat(found.get("last").get(i).doubleValue()).isCloseTo(usual.get("last").get(i).doubleValue(),
                    within(1e-4));
        }
    }
}
