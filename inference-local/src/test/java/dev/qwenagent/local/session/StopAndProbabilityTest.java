package dev.qwenagent.local.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.local.model.Golden;
import dev.qwenagent.local.model.Model;
import dev.qwenagent.local.sampling.LogitAdjustments;
import dev.qwenagent.local.sampling.Sampler;
import dev.qwenagent.local.sampling.TokenLogProbability;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StopAndProbabilityTest {

    private static final int[] PROMPT = GoldenSessions.PROMPTS.get(1).tokens();

    private static Model model;
    private static BpeTokenizer tokenizer;

    @BeforeAll
    static void open() {
        model = Model.open(Golden.model("qwen35moe-q8_0"));
        tokenizer = BpeTokenizer.from(model.metadata());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void theGenerationEndsWithTheTokenThatCompletesAStopString() {
        List<Integer> whole = GoldenSessions.fresh(model, PROMPT);
        String text = tokenizer.decode(GoldenSessions.ints(whole));
        for (int from = 0; from + 3 <= text.length(); from++) {
            String stop = text.substring(from, from + 3);
            int end = text.indexOf(stop) + stop.length();
            try (InferenceSession session = InferenceSession.open(model)) {
                GenerationOutcome outcome = session.generate(GenerationRequest.builder(PROMPT)
                        .stopStrings(new StopStrings(tokenizer.streamingDecoder(), List.of("never there", stop)))
                        .maxTokens(20)
                        .build());
                List<Integer> shorter = outcome.tokens();
                assertThat(shorter).isEqualTo(whole.subList(0, shorter.size()));
                if (outcome.finishReason() == FinishReason.STOP) {
                    assertThat(decoded(shorter, shorter.size()).length()).isGreaterThanOrEqualTo(end);
                    assertThat(decoded(shorter, shorter.size() - 1)).doesNotContain(stop);
                } else {
                    assertThat(decoded(whole, whole.size())).as("an incomplete last character").doesNotContain(stop);
                }
            }
        }
    }

    @Test
    void emptyStopStringsAreRefused() {
        assertThatThrownBy(() -> new StopStrings(tokenizer.streamingDecoder(), List.of("a", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none to be empty");
    }

    @Test
    void everyTokenComesWithItsLogProbabilityAndTheGreedyOneIsTheLikeliest() {
        List<TokenLogProbability> told = new ArrayList<>();
        try (InferenceSession session = InferenceSession.open(model)) {
            List<Integer> tokens = session.generate(GenerationRequest.builder(PROMPT)
                    .logProbabilities(2, told::add)
                    .maxTokens(12)
                    .build()).tokens();
            assertThat(told).extracting(TokenLogProbability::token).isEqualTo(tokens);
            assertThat(told).allSatisfy(each -> {
                assertThat(each.logProbability()).isNegative().isEqualTo(each.top().getFirst().logProbability());
                assertThat(each.top()).hasSize(2);
            });
        }
    }

    @Test
    void aStrongRepetitionPenaltyMakesEveryTokenANewOne() {
        LogitAdjustments adjustments = new LogitAdjustments(1e6, 0, 0, Map.of());
        try (InferenceSession session = InferenceSession.open(model)) {
            List<Integer> tokens = session.generate(GenerationRequest.builder(PROMPT)
                    .sampler(Sampler.adjusting(Sampler.greedy(), adjustments, PROMPT))
                    .maxTokens(30)
                    .build()).tokens();
            assertThat(new HashSet<>(tokens)).hasSameSizeAs(tokens)
                    .doesNotContainAnyElementsOf(GoldenSessions.boxed(PROMPT));
        }
    }

    /** The text as far as its characters are complete. */
    private static String decoded(List<Integer> tokens, int count) {
        var decoder = tokenizer.streamingDecoder();
        StringBuilder text = new StringBuilder();
        tokens.subList(0, count).forEach(token -> text.append(decoder.accept(token)));
        return text.toString();
    }
}
