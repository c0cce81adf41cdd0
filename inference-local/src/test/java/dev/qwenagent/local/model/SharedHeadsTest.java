package dev.qwenagent.local.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads are shared by a team; who computes which changes no number. */
class SharedHeadsTest {

    @ParameterizedTest
    @ValueSource(strings = {"qwen3-bf16", "qwen3next-bf16", "qwen35moe-bf16"})
    void scoresAreTheSameWithAnyNumberOfThreads(String name) {
        int[] prompt = Golden.of(name.replace("-bf16", ".transformers-f32")).prompts().getLast().tokens();
        float[] alone = scores(name, prompt, 1);
        assertThat(scores(name, prompt, 2)).isEqualTo(alone);
        assertThat(scores(name, prompt, 5)).isEqualTo(alone);
    }

    private static float[] scores(String name, int[] prompt, int threads) {
        try (Model model = Model.open(Golden.model(name), WeightPlacement.MAPPED, threads)) {
            Sequence sequence = new Sequence(model, 256);
            sequence.feed(prompt);
            sequence.feed(5);
            return sequence.logits().clone();
        }
    }
}
