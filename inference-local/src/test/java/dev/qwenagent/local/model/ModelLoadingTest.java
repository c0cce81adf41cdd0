package dev.qwenagent.local.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.local.gguf.GgmlType;
import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.gguf.GgufWriter;
import dev.qwenagent.local.gguf.TensorInfo;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLoadingTest {

    @TempDir
    Path folder;

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
    void aFileThatIsRefusedLeavesNoThread() throws IOException {
        Path file = Files.write(folder.resolve("version9.gguf"), new byte[]{'G', 'G', 'U', 'F', 9, 0, 0, 0});
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        for (WeightPlacement placement : WeightPlacement.values()) {
            assertThatThrownBy(() -> Model.open(file, placement)).isInstanceOf(GgufFormatException.class);
            assertThatThrownBy(() -> Model.open(file, placement, 2)).isInstanceOf(GgufFormatException.class);
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("qwen-kernel"))
                .isSubsetOf(before);
    }

    @Test
    void fusedGateAndUpMatricesGiveTheNumbersOfSeparateOnes() {
        Path fused = rewritten("qwen3moe-bf16", (writer, source) -> {
            for (TensorInfo tensor : source.tensors()) {
                if (tensor.name().endsWith("ffn_gate_exps.weight")) {
                    TensorInfo up = source.tensor(tensor.name().replace("gate", "up"));
                    writer.tensor(tensor.name().replace("gate", "gate_up"),
                            List.of(tensor.extent(0), 2 * tensor.extent(1), tensor.extent(2)), tensor.type(),
                            interleaved(source, tensor, up));
                } else if (!tensor.name().endsWith("ffn_up_exps.weight")) {
                    writer.tensor(source, tensor);
                }
            }
        });
        int[] prompt = Golden.of("qwen3moe.transformers-f32").prompts().get(1).tokens();
        try (Model separate = Model.open(Golden.model("qwen3moe-bf16")); Model together = Model.open(fused)) {
            assertThat(new Sequence(together, 64).feed(prompt)).isEqualTo(new Sequence(separate, 64).feed(prompt));
        }
    }

    /** For each expert the rows of the first tensor, then those of the second. */
    private static byte[] interleaved(GgufFile file, TensorInfo first, TensorInfo second) {
        byte[] a = file.data(first).toArray(ValueLayout.JAVA_BYTE);
        byte[] b = file.data(second).toArray(ValueLayout.JAVA_BYTE);
        int each = a.length / (int) first.extent(2);
        ByteBuffer both = ByteBuffer.allocate(2 * a.length);
        for (int at = 0; at < a.length; at += each) {
            both.put(a, at, each).put(b, at, each);
        }
        return both.array();
    }

    @Test
    void theEarlyLayoutOfQwen3NextIsRefusedByName() {
        Path early = rewritten("qwen3next-bf16", (writer, source) -> source.tensors().forEach(tensor -> {
            String name = tensor.name().equals("blk.1.attn_qkv.weight") ? "blk.1.ssm_in.weight" : tensor.name();
            writer.tensor(name, tensor.shape(), tensor.type(), source.data(tensor).toArray(ValueLayout.JAVA_BYTE));
        }));
        assertThatThrownBy(() -> Model.open(early)).isInstanceOf(GgufFormatException.class)
                .hasMessageContainingAll("tensor blk.1.ssm_in.weight", "early layout", "convert the model again");
    }

    @Test
    void aLayerWithoutExpertsAmongOthersIsRefusedByName() {
        Path mixed = rewritten("qwen3next-bf16", (writer, source) -> source.tensors().forEach(tensor -> {
            String name = tensor.name().equals("blk.2.ffn_gate_inp.weight") ? "blk.2.ffn_gate.weight" : tensor.name();
            writer.tensor(name, tensor.shape(), tensor.type(), source.data(tensor).toArray(ValueLayout.JAVA_BYTE));
        }));
        assertThatThrownBy(() -> Model.open(mixed)).isInstanceOf(GgufFormatException.class)
                .hasMessageContainingAll("tensor blk.2.ffn_gate.weight", "without experts", "mlp_only_layers");
    }

    @Test
    void layersThatPredictFurtherTokensAreSkipped() {
        Path predicting = rewritten("qwen35moe-q8_0", (writer, source) -> {
            writer.whole("qwen35moe.block_count", 9).whole("qwen35moe.nextn_predict_layers", 1);
            source.tensors().forEach(tensor -> writer.tensor(source, tensor));
            writer.tensor("blk.8.nextn.eh_proj.weight", List.of(128L, 64L), GgmlType.Q8_0, new byte[64 * 4 * 34]);
        }, "qwen35moe.block_count");
        int[] prompt = Golden.of("qwen35moe-q8_0.dequant-f32").prompts().getFirst().tokens();
        try (Model whole = Model.open(Golden.model("qwen35moe-q8_0")); Model longer = Model.open(predicting)) {
            assertThat(longer.config().layers()).hasSize(8);
            assertThat(new Sequence(longer, 64).feed(prompt)).isEqualTo(new Sequence(whole, 64).feed(prompt));
        }
    }

    @Test
    void theListOfRecurrentLayersOverridesTheInterval() {
        boolean[] recurrent = {true, true, true, false, true, true, true, false, false};
        Path listed = rewritten("qwen35moe-q8_0", (writer, source) -> {
            writer.whole("qwen35moe.full_attention_interval", 2)
                    .flags("qwen35moe.attention.recurrent_layers", recurrent);
            source.tensors().forEach(tensor -> writer.tensor(source, tensor));
        }, "qwen35moe.full_attention_interval");
        int[] prompt = Golden.of("qwen35moe-q8_0.dequant-f32").prompts().getFirst().tokens();
        try (Model model = Model.open(Golden.model("qwen35moe-q8_0")); Model same = Model.open(listed)) {
            assertThat(same.config().layers()).isEqualTo(model.config().layers());
            assertThat(new Sequence(same, 64).feed(prompt)).isEqualTo(new Sequence(model, 64).feed(prompt));
        }
        Path tooShort = rewritten("qwen35moe-q8_0", (writer, source) -> {
            writer.flags("qwen35moe.attention.recurrent_layers", true, false);
            source.tensors().forEach(tensor -> writer.tensor(source, tensor));
        });
        assertThatThrownBy(() -> Model.open(tooShort)).isInstanceOf(GgufFormatException.class)
                .hasMessageContainingAll("attention.recurrent_layers at offset", "an entry for each of 8 layers");
    }

    @Test
    void unknownRotaryScalingIsNamed() {
        Path file = rewritten("qwen3-q8_0", (writer, source) -> {
            writer.text("qwen3.rope.scaling.type", "longrope");
            source.tensors().forEach(tensor -> writer.tensor(source, tensor));
        });
        assertThatThrownBy(() -> Model.open(file)).isInstanceOf(GgufFormatException.class)
                .hasMessageContainingAll("qwen3.rope.scaling.type", "'longrope' is not supported",
                        "none, linear or yarn");
    }

    @Test
    void yarnIsReadFromTheMetadata() {
        Path file = rewritten("qwen3-q8_0", (writer, source) -> {
            writer.text("qwen3.rope.scaling.type", "yarn")
                    .real("qwen3.rope.scaling.factor", 4)
                    .whole("qwen3.rope.scaling.original_context_length", 2048);
            source.tensors().forEach(tensor -> writer.tensor(source, tensor));
        });
        try (Model model = Model.open(file)) {
            AttentionConfig attention = (AttentionConfig) model.config().layers().getFirst().mixer();
            assertThat(attention.rotary().scaling())
                    .isEqualTo(new RotaryConfig.Scaling.Yarn(4, 2048, 32, 1, 1 + 0.1 * Math.log(4)));
        }
    }

    @Test
    void impossibleConfigurationsNameTheKey() {
        for (String key : List.of("block_count", "expert_used_count", "rope.dimension_count", "ssm.inner_size",
                "attention.head_count_kv")) {
            Path file = rewritten("qwen35moe-q8_0", (writer, source) -> {
                writer.whole("qwen35moe." + key, 99_999);
                source.tensors().forEach(tensor -> writer.tensor(source, tensor));
            }, "qwen35moe." + key);
            assertThatThrownBy(() -> Model.open(file)).as(key)
                    .isInstanceOf(GgufFormatException.class)
                    .hasMessageContainingAll("qwen35moe." + key, "expected");
        }
    }

    @Test
    void aDefaultThatMakesNoSenseIsToldAsOne() {
        Path file = rewritten("qwen3-q8_0", (writer, source) -> {
            writer.whole("qwen3.attention.key_length", 15).whole("qwen3.attention.value_length", 15);
            source.tensors().forEach(tensor -> writer.tensor(source, tensor));
        }, "qwen3.attention.key_length", "qwen3.attention.value_length", "qwen3.rope.dimension_count");
        assertThatThrownBy(() -> Model.open(file)).isInstanceOf(GgufFormatException.class)
                .hasMessageContainingAll("qwen3.rope.dimension_count (no such key, so its default)",
                        "expected an even number up to 15");
    }

    private Path replaced(String name, GgmlType type) {
        return rewritten("qwen35moe-q8_0", (writer, source) -> source.tensors().forEach(tensor -> {
            if (tensor.name().equals(name) && type == GgmlType.F32) {
                writer.tensor(name, List.of(64L, 1L), type, new byte[256]);
            } else if (tensor.name().equals(name)) {
                writer.tensor(name, tensor.shape(), type, new byte[(int) type.bytesOf(tensor.elements())]);
            } else {
                writer.tensor(source, tensor);
            }
        }));
    }

    /** A model with the metadata of another, except for some keys, and what is added to it. */
    private Path rewritten(String model, BiConsumer<GgufWriter, GgufFile> addition, String... except) {
        try (GgufFile source = GgufFile.open(Golden.model(model))) {
            GgufWriter writer = GgufWriter.likeMetadataOf(source, Set.of(except));
            addition.accept(writer, source);
            return writer.writeTo(folder.resolve("rewritten.gguf"));
        }
    }
}
