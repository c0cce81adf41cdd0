package dev.qwenagent.local.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.gguf.GgufWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {

    @TempDir
    Path folder;

    /** The prompts and their ids were recorded when the demo model was evaluated by its reference implementation. */
    @Test
    void promptsOfTheDemoModelGiveTheRecordedIds() throws URISyntaxException {
        Path demo = Path.of(Objects.requireNonNull(
                Vocabulary.class.getResource("/dev/qwenagent/local/demo/tiny-agent-q8_0.gguf")).toURI());
        try (GgufFile file = GgufFile.open(demo)) {
            Vocabulary vocabulary = Vocabulary.from(file.metadata());
            BpeTokenizer tokenizer = BpeTokenizer.of(vocabulary);
            assertThat(vocabulary.size()).isEqualTo(1409);
            assertThat(vocabulary.type(1401)).isEqualTo(TokenType.CONTROL);
            assertThat(vocabulary.type(1403)).isEqualTo(TokenType.USER_DEFINED);
            assertThat(tokenizer.specialTokens().endsTurn(1402)).isTrue();
            JsonNode prompts = GoldenTokenizers.read("demo-prompts.json.gz");
            assertThat(prompts).hasSize(60);
            for (JsonNode prompt : prompts) {
                String text = prompt.get("text").asText();
                int[] ids = GoldenTokenizers.ids(prompt.get("ids"));
                assertThat(tokenizer.encodePrompt(text)).as(text).isEqualTo(ids);
                assertThat(tokenizer.decode(ids)).isEqualTo(text);
            }
        }
    }

    @Test
    void otherKindsOfTokenizerAreRefused() {
        assertRefused(new GgufWriter().text("tokenizer.ggml.model", "llama"), "'llama'", "expected gpt2");
    }

    @Test
    void missingTokensAreNamed() {
        assertRefused(new GgufWriter().text("tokenizer.ggml.model", "gpt2"), "tokenizer.ggml.tokens");
    }

    @Test
    void unknownPreTokenizerIsRefused() {
        assertRefused(with("llama-bpe", 0, 1, 1), "'llama-bpe'", "expected qwen2 or qwen35");
    }

    @Test
    void tokenTypesMustBeAsManyAsTokens() {
        assertRefused(with("qwen2", 0, 1), "2 tokens and 1 token types");
    }

    @Test
    void tokenTypesMustBeKnown() {
        assertRefused(with("qwen2", 0, 1, 9), "token type 9");
    }

    @Test
    void endOfSequenceMustBeAToken() {
        assertRefused(with("qwen2", 2, 1, 1), "end-of-sequence token 2", "2 tokens");
    }

    private static GgufWriter with(String preTokenizer, int endOfSequence, long... types) {
        return new GgufWriter().text("tokenizer.ggml.model", "gpt2")
                .texts("tokenizer.ggml.tokens", "a", "b")
                .texts("tokenizer.ggml.merges", "a b")
                .wholes("tokenizer.ggml.token_type", types)
                .text("tokenizer.ggml.pre", preTokenizer)
                .whole("tokenizer.ggml.eos_token_id", endOfSequence);
    }

    private void assertRefused(GgufWriter writer, String... parts) {
        try (GgufFile file = GgufFile.open(writer.writeTo(folder.resolve("m.gguf")))) {
            assertThatThrownBy(() -> Vocabulary.from(file.metadata())).isInstanceOf(GgufFormatException.class)
                    .hasMessageContainingAll(parts);
        }
    }
}
