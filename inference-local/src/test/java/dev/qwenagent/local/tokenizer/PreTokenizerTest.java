package dev.qwenagent.local.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PreTokenizerTest {

    static Stream<JsonNode> cases() {
        return GoldenTokenizers.read("pretokenize-cases.json.gz").valueStream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void cutsAsTheExpressionOfTheModelDoes(JsonNode testCase) {
        String text = testCase.get("text").asText();
        assertThat(pieces(PreTokenizer.QWEN2, text)).isEqualTo(expected(testCase.get("qwen2")));
        assertThat(pieces(PreTokenizer.QWEN35, text)).isEqualTo(expected(testCase.get("qwen35")));
    }

    @Test
    void longSIsTheSOfAContraction() {
        assertThat(pieces(PreTokenizer.QWEN2, "it'\u017F'RE'lL'v")).containsExactly("it", "'\u017F", "'RE", "'lL",
                "'v");
    }

    @Test
    void theLastSpaceBelongsToTheWordAfterIt() {
        assertThat(pieces(PreTokenizer.QWEN2, "a   b  \n  c \n")).containsExactly("a", "  ", " b", "  \n", " ", " c",
                " \n");
    }

    @Test
    void unknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> PreTokenizer.named("llama-bpe")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pre-tokenizer 'llama-bpe' is not supported; expected qwen2 or qwen35");
    }

    private static List<String> pieces(PreTokenizer preTokenizer, String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = preTokenizer.pieceEnd(text, start);
            pieces.add(text.substring(start, end));
            start = end;
        }
        return pieces;
    }

    private static List<String> expected(JsonNode pieces) {
        return pieces.valueStream().map(JsonNode::asText).toList();
    }
}
