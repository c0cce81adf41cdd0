package dev.qwenagent.local.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.gguf.GgufWriter;
import dev.qwenagent.local.gguf.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitModelTest {

    private static final int PARTS = 3;
    private static final Path WHOLE = Golden.model("qwen3-q8_0");

    @TempDir
    Path folder;

    @BeforeEach
    void split() {
        try (GgufFile file = GgufFile.open(WHOLE)) {
            List<TensorInfo> tensors = new ArrayList<>(file.tensors());
            for (int part = 0; part < PARTS; part++) {
                GgufWriter writer = part == 0 ? GgufWriter.likeMetadataOf(file) : new GgufWriter();
                writer.whole("split.no", part)
                        .whole("split.count", PARTS)
                        .whole("split.tensors.count", tensors.size());
                tensors.subList(part * tensors.size() / PARTS, (part + 1) * tensors.size() / PARTS)
                        .forEach(tensor -> writer.tensor(file, tensor));
                writer.writeTo(part(part + 1));
            }
        }
    }

    @Test
    void anyPartOpensTheWholeModel() {
        int[] prompt = Golden.of("qwen3-q8_0.dequant-f32").prompts().get(1).tokens();
        try (Model whole = Model.open(WHOLE)) {
            float[] expected = new Sequence(whole, 64).feed(prompt);
            for (int part = 1; part <= PARTS; part++) {
                try (Model model = Model.open(part(part))) {
                    assertThat(new Sequence(model, 64).feed(prompt)).isEqualTo(expected);
                    assertThat(model.file().path()).isEqualTo(part(1));
                    assertThat(model.file().tensors()).hasSameSizeAs(whole.file().tensors());
                }
            }
        }
    }

    @Test
    void aMissingPartIsNamed() throws IOException {
        Files.delete(part(2));
        assertThatThrownBy(() -> Model.open(part(1))).isInstanceOf(GgufFormatException.class)
                .hasMessageContainingAll("model-00002-of-00003.gguf", "part of a model in 3 parts is missing");
    }

    @Test
    void mixedUpPartsAreNoticed() throws IOException {
        Files.copy(part(2), folder.resolve("swap"));
        Files.delete(part(2));
        Files.copy(part(3), part(2));
        assertThatThrownBy(() -> Model.open(part(1))).isInstanceOf(GgufFormatException.class)
                .hasMessageContainingAll("model-00002-of-00003.gguf", "split.no 1 of 3, found 2 of 3");
    }

    @Test
    void aRenamedPartSaysHowPartsAreNamed() throws IOException {
        Path renamed = Files.copy(part(1), folder.resolve("renamed.gguf"));
        assertThatThrownBy(() -> Model.open(renamed)).isInstanceOf(GgufFormatException.class)
                .hasMessageContainingAll("renamed.gguf", "-00001-of-00003.gguf", "one of 3 parts");
    }

    private Path part(int number) {
        return folder.resolve("model-%05d-of-%05d.gguf".formatted(number, PARTS));
    }
}
