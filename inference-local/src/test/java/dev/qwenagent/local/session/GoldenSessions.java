package dev.qwenagent.local.session;

import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.GgufWriter;
import dev.qwenagent.local.model.Golden;
import dev.qwenagent.local.model.Model;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What the tests of sessions share: a model, prompts with their continuations, and lists of ids. */
final class GoldenSessions {

    static final List<Golden.Prompt> PROMPTS = Golden.of("qwen35moe-q8_0.dequant-f32").prompts();

    /** The longest prompt, 211 tokens. */
    static final int[] LONG = PROMPTS.getLast().tokens();

    private static final String TYPES = "tokenizer.ggml.token_type";
    static final long[] PADDED_TYPES;

    static {
        try (GgufFile file = GgufFile.open(Golden.model("qwen35moe-q8_0"))) {
            PADDED_TYPES = file.metadata().findWholes(TYPES).orElseThrow();
        }
    }

    private GoldenSessions() {}

    /** The reference knows no padding: its continuations have such ids, so this model's file names none. */
    static Model modelWithoutPadding(Path folder) {
        try (GgufFile file = GgufFile.open(Golden.model("qwen35moe-q8_0"))) {
            GgufWriter writer = GgufWriter.likeMetadataOf(file, Set.of(TYPES));
            file.tensors().forEach(tensor -> writer.tensor(file, tensor));
            return Model.open(writer.writeTo(folder.resolve("without-padding.gguf")));
        }
    }

    /** The first 20 tokens that a new session continues a prompt with. */
    static List<Integer> fresh(Model model, int[] prompt) {
        try (InferenceSession session = InferenceSession.open(model)) {
            return session.generate(GenerationRequest.builder(prompt).maxTokens(20).build()).tokens();
        }
    }

    static List<Integer> boxed(int[] ids) {
        return IntStream.of(ids).boxed().toList();
    }

    static int[] ints(List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    static int[] join(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(IntStream::of).toArray();
    }
}
