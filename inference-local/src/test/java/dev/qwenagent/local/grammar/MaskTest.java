package dev.qwenagent.local.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qwenagent.local.sampling.TokenMask;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskTest {

    private static final int SCHEMAS = "full".equals(System.getProperty("qwenagent.tests")) ? 400 : 12;

    @Test
    void maskHasExactlyTheTokensThatAutomatonTakes() {
        Random random = new Random(5);
        TokenTrie trie = Vocabularies.qwen3().trie();
        for (int i = 0; i < SCHEMAS; i++) {
            JsonNode schema = RandomSchemas.of(random, 1 + random.nextInt(4));
            Grammar grammar = Grammar.of(Fragment.json(schema, SchemaRules.document()), Vocabularies.qwen3());
            byte[] text = Documents.random(grammar, random, grammar.begin().needed() + random.nextInt(30))
                    .getBytes(
                            StandardCharsets.UTF_8);
            int checked = random.nextInt(text.length + 1);
            State state = grammar.start();
            for (int at = 0; at < checked; at++) {
                state = Objects.requireNonNull(grammar.step(state, text[at] & 0xFF));
            }
            TokenMask mask = grammar.mask(state);
            List<Integer> wrong = new ArrayList<>();
            for (int token = 0; token < trie.tokens(); token++) {
                boolean goesOn = grammar.step(state, trie.bytes(token)) != null;
                boolean isEnd = Vocabularies.qwen3().tokenizer().specialTokens().endsTurn(token) && state.mayEnd;
                if (mask.allows(token) != (goesOn || isEnd)) {
                    wrong.add(token);
                }
            }
            assertThat(wrong).as("%s after %s", schema, new String(text, 0, checked)).isEmpty();
        }
    }
}
