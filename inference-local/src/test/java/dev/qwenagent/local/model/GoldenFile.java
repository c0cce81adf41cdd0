package dev.qwenagent.local.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model file with the results that it must reproduce. The property {@code qwenagent.golden} may name a folder with
 * more of them than the test resources have.
 *
 * @param path the file
 * @param golden single precision results: of transformers for plain types, whose files hold exactly its weights, of
 *        llama.cpp on unpacked weights for quantised types
 * @param tolerance the largest difference of a score
 */
record GoldenFile(Path path, Golden golden, float tolerance) {

    private static final List<String> RESOURCES = List.of("qwen2-bf16", "qwen2moe-bf16", "qwen3yarn-bf16", "qwen3-bf16",
            "qwen3-q8_0", "qwen3-q4_0", "qwen3moe-bf16",
            "qwen3moe-k-Q5_K_M", "qwen3next-k-Q4_K_M",
            "qwen3next-bf16", "qwen35-bf16", "qwen35moe-bf16", "qwen35moe-q8_0");

    static Stream<GoldenFile> all() {
        List<GoldenFile> files = new ArrayList<>();
        RESOURCES.forEach(name -> files.add(new GoldenFile(Golden.model(name), Golden.of(reference(name)),
                tolerance(name))));
        String more = System.getProperty("qwenagent.golden");
        if (more != null) {
            files.addAll(in(Path.of(more)));
        }
        return files.stream();
    }

    private static List<GoldenFile> in(Path folder) {
        try (Stream<Path> models = Files.list(folder.resolve("models"))) {
            return models.sorted().map(model -> {
                String name = model.getFileName().toString().replace(".gguf", "");
                Path reference = folder.resolve("logits").resolve(reference(name) + ".json");
                return new GoldenFile(model, Golden.at(reference), tolerance(name));
            }).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String reference(String name) {
        boolean plain = name.endsWith("-bf16") || name.endsWith("-f16") || name.endsWith("-f32");
        return plain ? name.substring(0, name.lastIndexOf('-')) + ".transformers-f32" : name + ".dequant-f32";
    }

    private static float tolerance(String name) {
        if (name.endsWith("-f16")) {
            return 1e-2f;
        }
        boolean hybrid = name.startsWith("qwen3next") || name.startsWith("qwen35");
        return hybrid ? 1e-3f : 1e-4f;
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }
}
