package dev.qwenagent.local.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamingDecoderTest {

    private final BpeTokenizer tokenizer = GoldenTokenizers.qwen3();

    @Test
    void characterSplitOverTokensAppearsWithItsLastByte() {
        int[] joiner = tokenizer.encode("\u200D");
        assertThat(joiner).hasSizeGreaterThan(1);
        StreamingDecoder decoder = tokenizer.streamingDecoder();
        for (int i = 0; i < joiner.length - 1; i++) {
            assertThat(decoder.accept(joiner[i])).isEmpty();
        }
        assertThat(decoder.accept(joiner[joiner.length - 1])).isEqualTo("\u200D");
        assertThat(decoder.finish()).isEmpty();
    }

    @Test
    void incompleteCharacterIsReplacedAtTheEnd() {
        int[] joiner = tokenizer.encode("\u200D");
        StreamingDecoder decoder = tokenizer.streamingDecoder();
        assertThat(decoder.accept(joiner[0])).isEmpty();
        assertThat(decoder.finish()).isEqualTo("\uFFFD");
        assertThat(decoder.accept(tokenizer.encode("a")[0])).isEqualTo("a");
    }

    @Test
    void piecesTogetherAreTheWholeForAnyTokens() {
        Random random = new Random(2);
        for (int round = 0; round < 500; round++) {
            int bound = round % 2 == 0 ? 256 : tokenizer.vocabulary().size();
            int[] ids = random.ints(1 + random.nextInt(30), 0, bound).toArray();
            StreamingDecoder decoder = tokenizer.streamingDecoder();
            StringBuilder pieces = new StringBuilder();
            for (int id : ids) {
                pieces.append(decoder.accept(id));
            }
            assertThat(pieces.append(decoder.finish())).hasToString(tokenizer.decode(ids));
        }
    }
}
