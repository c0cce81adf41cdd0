package dev.qwenagent.local.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.kernel.KernelProvider;
import dev.qwenagent.local.kernel.Kernels;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever opens a model may have its weights repacked for single tokens. */
class RepackedModelTest {

    @ParameterizedTest
    @ValueSource(strings = {"qwen3-q4_0", "qwen3next-k-Q4_K_M", "qwen3moe-k-Q5_K_M", "qwen35moe-q8_0"})
    void theMemoryThatIsToldIsTheMemoryThatIsTaken(String name) {
        long[] taken = new long[1];
        try (GgufFile file = GgufFile.open(Golden.model(name));
                Kernels kernels = KernelProvider.plain();
                Arena memory = Arena.ofShared()) {
            TensorSource tensors = new TensorSource(file, WeightPlacement.REPACKED, (bytes, alignment) -> {
                taken[0] += bytes;
                return memory.allocate(bytes, alignment);
            });
            new ModelLoader(tensors, ModelConfig.of(file), kernels).load();
            assertThat(WeightMemory.of(file, WeightPlacement.REPACKED).repacked()).isEqualTo(taken[0]);
            assertThat(WeightMemory.of(file, WeightPlacement.MAPPED).repacked()).isZero();
        }
    }

    @Test
    void byDefaultNothingIsRepacked() {
        try (GgufFile file = GgufFile.open(Golden.model("qwen3-q4_0"))) {
            assertThat(WeightMemory.of(file).repacked()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3-q4_0", "qwen3next-k-Q4_K_M"})
    void aPromptGivesTheScoresOfMappedWeightsAndATokenAfterItNearlyThese(String name) {
        int[] prompt = Golden.of(name + ".dequant-f32").prompts().getFirst().tokens();
        try (Model mapped = Model.open(Golden.model(name), WeightPlacement.MAPPED, 2);
                Model repacked = Model.open(Golden.model(name), WeightPlacement.REPACKED, 2)) {
            assertThat(repacked.threads()).isEqualTo(mapped.threads());
            Sequence expected = new Sequence(mapped, 64);
            Sequence found = new Sequence(repacked, 64);
            expected.feed(prompt);
            found.feed(prompt);
            assertThat(relativeDifference(found.logits(), expected.logits())).isLessThan(0.05f);
            expected.feed(7);
            found.feed(7);
            assertThat(relativeDifference(found.logits(), expected.logits())).isBetween(1e-6f, 0.05f);
        }
    }

    @Test
    void closingMayBeRepeated() {
        Model model = Model.open(Golden.model("qwen3-q4_0"), WeightPlacement.REPACKED);
        model.close();
        assertThatCode(model::close).doesNotThrowAnyException();
    }

    private static float relativeDifference(float[] found, float[] expected) {
        double squares = 0;
        double differences = 0;
        for (int i = 0; i < expected.length; i++) {
            squares += expected[i] * expected[i];
            differences += (found[i] - expected[i]) * (found[i] - expected[i]);
        }
        return (float) Math.sqrt(differences / squares);
    }
}
