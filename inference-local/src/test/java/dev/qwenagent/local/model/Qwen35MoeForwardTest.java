package dev.qwenagent.local.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.qwenagent.local.gguf.GgmlType;
import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.gguf.GgufWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The references are transformers in single precision for the BF16 file, whose weights it holds exactly, and llama.cpp
 * on unpacked weights for the Q8_0 file.
 */
class Qwen35MoeForwardTest {

    private static final float HYBRID_TOLERANCE = 1e-3f;
    private static final float HALF_TOLERANCE = 1e-2f;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(WeightPlacement.class)
    void bf16GivesTheReferenceLogitsAndContinuations(WeightPlacement placement) {
        agrees(Golden.model("qwen35moe-bf16"), placement, Golden.of("qwen35moe.transformers-f32"), HYBRID_TOLERANCE);
    }

    @ParameterizedTest
    @EnumSource(WeightPlacement.class)
    void q8GivesTheReferenceLogitsAndContinuations(WeightPlacement placement) {
        agrees(Golden.model("qwen35moe-q8_0"), placement, Golden.of("qwen35moe-q8_0.dequant-f32"), HYBRID_TOLERANCE);
    }

    @ParameterizedTest
    @EnumSource(WeightPlacement.class)
    void f32GivesTheReferenceLogitsAndContinuations(WeightPlacement placement) {
        Path f32 = Converted.to(GgmlType.F32, Golden.model("qwen35moe-bf16"), folder.resolve("f32.gguf"));
        agrees(f32, placement, Golden.of("qwen35moe.transformers-f32"), HYBRID_TOLERANCE);
    }

    @ParameterizedTest
    @EnumSource(WeightPlacement.class)
    void f16GivesTheReferenceLogitsAndContinuations(WeightPlacement placement) {
        Path f16 = Converted.to(GgmlType.F16, Golden.model("qwen35moe-bf16"), folder.resolve("f16.gguf"));
        agrees(f16, placement, Golden.of("qwen35moe.transformers-f32"), HALF_TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 65})
    void piecesOfAPromptGiveTheVeryNumbersOfTheWhole(int piece) {
        try (Model model = Model.open(Golden.model("qwen35moe-q8_0"))) {
            for (Golden.Prompt prompt : Golden.of("qwen35moe-q8_0.dequant-f32").prompts()) {
                float[] whole = new Sequence(model, 256).feed(prompt.tokens());
                assertThat(new Sequence(model, piece).feed(prompt.tokens())).as(prompt.name()).isEqualTo(whole);
            }
        }
    }

    @Test
    void aRestoredStateGoesOnAsIfNothingHadHappened() {
        try (Model model = Model.open(Golden.model("qwen35moe-bf16"))) {
            List<Golden.Prompt> prompts = Golden.of("qwen35moe.transformers-f32").prompts();
            int[] prefix = prompts.get(1).tokens();
            int[] rest = prompts.get(2).tokens();
            Sequence sequence = new Sequence(model, 64);
            sequence.feed(prefix);
            StateSnapshot snapshot = sequence.state.snapshot();
            float[] straight = sequence.feed(rest).clone();
            sequence.state.restore(snapshot);
            sequence.feed(prompts.get(3).tokens());
            sequence.state.restore(snapshot);
            assertThat(sequence.state.position()).isEqualTo(prefix.length);
            assertThat(sequence.feed(rest)).isEqualTo(straight);
            sequence.state.clear();
            assertThat(sequence.feed(prefix)).isEqualTo(new Sequence(model, 64).feed(prefix));
        }
    }

    @Test
    void aCancelledPassStopsBeforeItsNextLayer() {
        try (Model model = Model.open(Golden.model("qwen35moe-bf16"))) {
            Batch batch = model.newBatch(4);
            batch.fill(new int[]{1, 2, 3}, 0, 3);
            int[] asked = new int[1];
            batch.cancelWhen(() -> ++asked[0] == 3);
            ModelState state = model.newState();
            assertThatThrownBy(() -> model.forward().forward(batch, state, new float[0][]))
                    .isInstanceOf(CancellationException.class);
            assertThat(asked[0]).isEqualTo(3);
            assertThat(state.position()).isZero();
        }
    }

    @Test
    void unsupportedArchitectureTypeAndShapeAreNamed() {
        Path foreign = new GgufWriter().text("general.architecture", "llama")
                .tensor("token_embd.weight", List.of(32L, 2L), GgmlType.Q8_0, new byte[68])
                .writeTo(folder.resolve("llama.gguf"));
        assertThatThrownBy(() -> Model.open(foreign)).isInstanceOf(GgufFormatException.class)
                .hasMessageContainingAll("'llama' is not supported", "qwen35moe");
        assertThatThrownBy(() -> Model.open(replaced("blk.3.attn_k.weight", GgmlType.Q8_1)))
                .isInstanceOf(GgufFormatException.class)
                .hasMessageContainingAll("tensor blk.3.attn_k.weight", "type Q8_1 (9) is not supported", "use a Q4_K");
        assertThatThrownBy(() -> Model.open(replaced("blk.0.ssm_beta.weight", GgmlType.F32)))
                .isInstanceOf(GgufFormatException.class)
                .hasMessageContainingAll("tensor blk.0.ssm_beta.weight", "expected the shape [64, 4, 1]",
                        "found [64, 1]");
    }

    @Test
    void aPartOfASplitModelSaysSo() {
        Path part = new GgufWriter().text("general.architecture", "qwen35moe")
                .whole("split.count", 3)
                .writeTo(folder.resolve("part.gguf"));
        assertThatThrownBy(() -> Model.open(part)).isInstanceOf(GgufFormatException.class)
                .hasMessageContaining("one of 3 parts");
    }

    @Test
    void impossibleConfigurationsNameTheKey() {
        for (String key : List.of("block_count", "expert_used_count", "rope.dimension_count", "ssm.inner_size",
                "attention.head_count_kv")) {
            Path file;
            try (GgufFile source = GgufFile.open(Golden.model("qwen35moe-q8_0"))) {
                GgufWriter writer = GgufWriter.likeMetadataOf(source, Set.of("qwen35moe." + key))
                        .whole("qwen35moe." + key, 99_999);
                source.tensors().forEach(tensor -> writer.tensor(source, tensor));
                file = writer.writeTo(folder.resolve("impossible.gguf"));
            }
            assertThatThrownBy(() -> Model.open(file)).as(key)
                    .isInstanceOf(GgufFormatException.class)
                    .hasMessageContainingAll("qwen35moe." + key, "expected");
        }
    }

    private Path replaced(String name, GgmlType type) {
        try (GgufFile file = GgufFile.open(Golden.model("qwen35moe-q8_0"))) {
            GgufWriter writer = GgufWriter.likeMetadataOf(file);
            file.tensors().forEach(tensor -> {
                if (tensor.name().equals(name) && type == GgmlType.F32) {
                    writer.tensor(name, List.of(64L, 1L), type, new byte[256]);
                } else if (tensor.name().equals(name)) {
                    writer.tensor(name, tensor.shape(), type, new byte[(int) type.bytesOf(tensor.elements())]);
                } else {
                    writer.tensor(file, tensor);
                }
            });
            return writer.writeTo(folder.resolve("replaced.gguf"));
        }
    }

    private static void agrees(Path file, WeightPlacement placement, Golden golden, float tolerance) {
        try (Model model = Model.open(file, placement)) {
            for (Golden.Prompt prompt : golden.prompts()) {
                agreesAtEveryPosition(model, prompt, tolerance);
                Sequence sequence = new Sequence(model, 64);
                float[] logits = sequence.feed(prompt.tokens());
                assertThat(logits).as(prompt.name()).containsExactly(prompt.lastLogits(), within(tolerance));
                int[] greedy = new int[prompt.greedy().length];
                for (int i = 0; i < greedy.length; i++) {
                    greedy[i] = most(logits);
                    logits = sequence.feed(greedy[i]);
                }
                assertThat(greedy).as(prompt.name()).isEqualTo(prompt.greedy());
                assertThat(logits).as(prompt.name()).containsExactly(prompt.afterGreedy(), within(tolerance));
            }
        }
    }

    private static void agreesAtEveryPosition(Model model, Golden.Prompt prompt, float tolerance) {
        float[][] logits = new float[prompt.tokens().length][model.config().vocabulary()];
        Batch batch = model.newBatch(logits.length);
        batch.fill(prompt.tokens(), 0, logits.length);
        model.forward().forward(batch, model.newState(), logits);
        for (int i = 0; i < logits.length; i++) {
            float best = logits[i][most(logits[i])];
            assertThat(logits[i][prompt.topIds()[i][0]]).as("%s, position %d", prompt.name(), i)
                    .isCloseTo(best, within(2 * tolerance));
            for (int k = 0; k < prompt.topLogits()[i].length; k++) {
                assertThat(logits[i][prompt.topIds()[i][k]]).as("%s, position %d", prompt.name(), i)
                        .isCloseTo(prompt.topLogits()[i][k], within(tolerance));
            }
        }
    }

    private static int most(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Feeds tokens in pieces of a size and keeps the scores after the last. */
    private static final class Sequence {

        private final Model model;
        private final Batch batch;
        private final ModelState state;
        private final float[][] logits;

        Sequence(Model model, int piece) {
            this.model = model;
            batch = model.newBatch(piece);
            state = model.newState();
            logits = new float[1][model.config().vocabulary()];
        }

        float[] feed(int... tokens) {
            for (int from = 0; from < tokens.length; from += batch.capacity()) {
                batch.fill(tokens, from, Math.min(batch.capacity(), tokens.length - from));
                model.forward().forward(batch, state, logits);
            }
            return logits[0];
        }
    }
}
