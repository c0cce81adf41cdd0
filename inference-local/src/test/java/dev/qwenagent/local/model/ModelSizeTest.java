package dev.qwenagent.local.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.TensorInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSizeTest {

    @Test
    void aDenseModelUsesAllItsParameters() {
        assertThat(parameters("qwen3-bf16")).isEqualTo(new ParameterCount(246_592, 246_592));
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3moe-bf16", "qwen35moe-bf16"})
    void ofExpertsOnlyTheChosenOnesAreActive(String name) {
        try (GgufFile file = GgufFile.open(Golden.model(name))) {
            ModelConfig config = ModelConfig.of(file);
            FeedForwardConfig.Experts experts = switch (config.layers().getFirst().feedForward()) {
                case FeedForwardConfig.Dense dense -> throw new AssertionError(dense);
                case FeedForwardConfig.Experts plain -> plain;
                case FeedForwardConfig.SharedExperts shared -> shared.experts();
            };
            long idle = 3L * config.layers().size() * (experts.experts() - experts.used()) * experts.width()
                    * config.width();
            ParameterCount count = ParameterCount.of(file, config);
            assertThat(count.all()).isEqualTo(file.tensors().stream().mapToLong(TensorInfo::elements).sum());
            assertThat(count.active()).isEqualTo(count.all() - idle);
        }
    }

    @Test
    void aSmallModelIsUnpackedAndItsMemoryToldAsSuch() {
        try (GgufFile file = GgufFile.open(Golden.model("qwen3-q8_0"))) {
            WeightMemory memory = WeightMemory.of(file);
            assertThat(memory.placement()).isEqualTo(WeightPlacement.UNPACKED);
            assertThat(memory.mapped()).isBetween(246_592L, 287_520L);
            assertThat(memory.heap()).isEqualTo(4L * 246_592);
        }
    }

    @Test
    void aSmallModelUsesOneThreadAndSaysSo() {
        try (Model model = Model.open(Golden.model("qwen3-q8_0"), 2)) {
            assertThat(model.threads()).isEqualTo(1);
            assertThat(model.kernels()).isNotBlank();
        }
        assertThatThrownBy(() -> Model.open(Golden.model("qwen3-q8_0"), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1, found 0");
    }

    private static ParameterCount parameters(String name) {
        try (GgufFile file = GgufFile.open(Golden.model(name))) {
            return ParameterCount.of(file, ModelConfig.of(file));
        }
    }
}
