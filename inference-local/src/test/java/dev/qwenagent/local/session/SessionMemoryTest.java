package dev.qwenagent.local.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.qwenagent.local.model.Golden;
import dev.qwenagent.local.model.Model;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionMemoryTest {

    @ParameterizedTest
    @ValueSource(strings = {"qwen2-bf16", "qwen3-bf16", "qwen3moe-bf16", "qwen3next-bf16", "qwen35-bf16",
        "qwen35moe-bf16"})
    void aFullSessionHoldsWhatWasComputed(String name) {
        try (Model model = Model.open(Golden.model(name));
                InferenceSession session = InferenceSession.open(model, 700)) {
            int[] prompt = IntStream.range(0, 600).map(i -> i % 500).toArray();
            session.generate(GenerationRequest.builder(prompt).checkpoints(100, 200, 300, 400).maxTokens(100).build());

            long held = HeapSize.of(session, model);

            assertThat(SessionMemory.of(model.config(), 700).total()).isCloseTo(held, withinPercentage(5));
        }
    }

    @Test
    void aSequenceThatGrowsTokenByTokenTakesNoRoomBeyondItsContext() {
        try (Model model = Model.open(Golden.model("qwen3-bf16"));
                InferenceSession session = InferenceSession.open(model, 700)) {
            session.generate(GenerationRequest.builder(1, 2, 3).build());

            assertThat(HeapSize.of(session, model))
                    .isLessThanOrEqualTo(SessionMemory.of(model.config(), 700).total() * 105 / 100);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3-bf16", "qwen35moe-bf16"})
    void conversationsThatWerePutAsideStayWithinTheirBound(String name) {
        try (Model model = Model.open(Golden.model(name))) {
            long alone = SessionMemory.of(model.config(), 700).total();
            long most = 2 * alone;
            SessionOptions options = new SessionOptions(700, most);
            try (InferenceSession session = InferenceSession.open(model, options)) {
                for (int conversation = 0; conversation < 8; conversation++) {
                    int first = conversation;
                    int[] prompt = IntStream.range(0, 600).map(i -> (i + 60 * first) % 500).toArray();
                    session.generate(GenerationRequest.builder(prompt).checkpoints(100, 300).maxTokens(100).build());
                }
                assertThat(HeapSize.of(session, model)).isBetween(alone, (alone + most) * 105 / 100);
            }
        }
    }

    @Test
    void keysAndValuesTakeTheirNumbersAndTheHeadersOfTheirArrays() {
        try (Model model = Model.open(Golden.model("qwen3-bf16"))) {
            SessionMemory memory = SessionMemory.of(model.config(), 1000);

            long numbers = 2L * 4 * 2 * 32 * 1000 * Float.BYTES; // keys and values, layers, heads, channels
            assertThat(memory.keyValues()).isBetween(numbers, numbers * 115 / 100);
            assertThat(memory.recurrentState()).isZero();
            assertThat(Arrays.stream(new long[]{memory.keyValues(), memory.checkpoints(), memory.buffers()}).sum())
                    .isEqualTo(memory.total());
        }
    }
}
