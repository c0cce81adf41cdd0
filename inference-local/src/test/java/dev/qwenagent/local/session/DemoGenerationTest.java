package dev.qwenagent.local.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.qwenagent.local.model.Model;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import dev.qwenagent.local.tokenizer.Vocabulary;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The demo model's first turns, as llama.cpp generated them greedily from the same file. */
class DemoGenerationTest {

    private static final int SAMPLE = 15;
    private static final int REFERENCE_LIMIT = 150; // tokens at which the reference cut a turn off

    @Test
    void firstTurnsAreThoseOfTheReference() throws Exception {
        URL file = Objects.requireNonNull(Model.class.getResource("/dev/qwenagent/local/demo/tiny-agent-q8_0.gguf"));
        JsonNode turns;
        try (InputStream in = new GZIPInputStream(
                Objects.requireNonNull(getClass().getResourceAsStream("/demo/first-turns.json.gz")))) {
            turns = new ObjectMapper().readTree(in);
        }
        int count = "full".equals(System.getProperty("qwenagent.tests")) ? turns.size() : SAMPLE;
        try (Model model = Model.open(Path.of(file.toURI())); InferenceSession session = InferenceSession.open(model)) {
            BpeTokenizer tokenizer = BpeTokenizer.of(Vocabulary.from(model.metadata()));
            int end = tokenizer.encodePrompt("<|im_end|>")[0];
            for (int i = 0; i < count; i++) {
                JsonNode turn = turns.get(i * turns.size() / count);
                int[] prompt = new ObjectMapper().convertValue(turn.get("prompt"), int[].class);
                GenerationOutcome outcome = session
                        .generate(GenerationRequest.builder(prompt)
                                .stopTokens(List.of(end))
                                .maxTokens(REFERENCE_LIMIT)
                                .build());
                String text = tokenizer.decode(outcome.tokens().stream().mapToInt(Integer::intValue).toArray());
                assertThat(text).as("%s, case %d", turn.get("kind").asText(), i)
                        .isEqualTo(turn.get("completion").asText());
            }
        }
    }
}
