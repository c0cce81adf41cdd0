package dev.qwenagent.local.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrammarTest {

    private static final String TOOL = """
            {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer", "minimum": 1,
            "maximum": 14}, "unit": {"enum": ["celsius", "fahrenheit"]}, "tags": {"type": "array", "items":
            {"type": "string", "maxLength": 5}, "maxItems": 3}}, "required": ["city", "unit"]}""";

    private static Grammar grammar(String schema, SchemaRules rules) {
        return Grammar.of(Fragment.json(Documents.json(schema), rules), Vocabularies.qwen3());
    }

    @Test
    void documentsFitTheSchemaAndTheLayout() {
        Grammar grammar = grammar(TOOL, SchemaRules.toolArguments());
        SchemaModel model = SchemaModel.of(Documents.json(TOOL), SchemaRules.toolArguments());
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            String text = Documents.random(grammar, random, 60);
            JsonNode value = Documents.json(text);
            assertThat(model.accepts(value)).as(text).isTrue();
            assertThat(Documents.written(model, value)).contains(text);
        }
    }

    @Test
    void onlyTheLayoutOfTheGrammarIsAccepted() {
        Grammar grammar = grammar(TOOL, SchemaRules.toolArguments());
        assertThat(Documents.accepts(grammar, "{\"city\": \"Ulm\", \"unit\": \"celsius\"}")).isTrue();
        assertThat(Documents.accepts(grammar,
                "{\"city\": \"Ulm\", \"days\": 14, \"unit\": \"celsius\", \"tags\": [\"a\", \"bc\"]}"))
                .isTrue();
        for (String wrong : List.of("{\"city\":\"Ulm\",\"unit\":\"celsius\"}", "{\"city\": \"Ulm\"}",
                "{\"unit\": \"celsius\", \"city\": \"Ulm\"}",
                "{\"city\": \"Ulm\", \"days\": 15, \"unit\": \"celsius\"}",
                "{\"city\": \"Ulm\", \"unit\": \"celsius\", \"tags\": [\"abcdef\"]}",
                "{\"city\": \"Ulm\", \"unit\": \"celsius\", \"more\": 1}")) {
            assertThat(Documents.accepts(grammar, wrong)).as(wrong).isFalse();
        }
    }

    @Test
    void spanWithOneContinuationIsForcedAndEndsWhereALongerTokenMayBegin() {
        Grammar grammar = grammar(TOOL, SchemaRules.toolArguments());
        GrammarCursor cursor = grammar.begin();
        String forced = Vocabularies.qwen3().tokenizer().decode(cursor.forced(100));
        assertThat("{\"city\": \"").startsWith(forced);
        assertThat(forced).isEqualTo("{\"city\":");
        assertThat(cursor.forced(3)).isEmpty();
    }

    @Test
    void severalThreadsMayShareAGrammar() throws InterruptedException, ExecutionException {
        Grammar grammar = grammar(TOOL, SchemaRules.toolArguments());
        SchemaModel model = SchemaModel.of(Documents.json(TOOL), SchemaRules.toolArguments());
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<String>>> writing = new ArrayList<>();
            for (int seed = 0; seed < 8; seed++) {
                Random random = new Random(seed);
                writing.add(threads.submit(() -> IntStream.range(0, 25)
                        .mapToObj(_ -> Documents.random(grammar, random, 60))
                        .toList()));
            }
            for (Future<List<String>> written : writing) {
                assertThat(written.get()).allMatch(text -> model.accepts(Documents.json(text)));
            }
        }
    }

    @Test
    void keysThatAreNotDeclaredNeverComeTwice() {
        Grammar grammar = grammar("{\"type\": \"object\", \"additionalProperties\": {\"type\": \"null\"}}",
                SchemaRules.document());
        assertThat(Documents.accepts(grammar, "{\"a\":null,\"ab\":null,\"\":null}")).isTrue();
        assertThat(Documents.accepts(grammar, "{\"a\":null,\"ab\":null,\"a\":null}")).isFalse();
        GrammarCursor cursor = grammar.begin();
        cursor.accepts("{\"a\":null,\"".getBytes(StandardCharsets.UTF_8));
        int letter = Vocabularies.qwen3().tokenizer().encode("a")[0];
        assertThat(cursor.mask().allows(letter)).isTrue();
        cursor.accept(letter);
        assertThat(cursor.mask().allows(Vocabularies.qwen3().tokenizer().encode("\"")[0])).isFalse();
    }

    @Test
    void stringsAreWrittenInUtf8AndInOneSpelling() {
        Grammar grammar = grammar("{\"type\": \"string\"}", SchemaRules.document());
        assertThat(Documents.accepts(grammar, "\"gr\u00FC\u00DFe \u65E5\u672C \uD83D\uDE00 \\n \\u0001 \\\" \""))
                .isTrue();
        for (String other : List.of("\"\\u00fc\"", "\"\\/\"", "\"\\u000a\"", "\"\n\"", "\"\\ud800\"")) {
            assertThat(Documents.accepts(grammar, other)).as(other).isFalse();
        }
        GrammarCursor cursor = grammar.begin();
        assertThat(cursor.accepts(new byte[]{'"', (byte) 0xE6, (byte) 0x97})).isTrue();
        assertThat(cursor.mask().allows(Vocabularies.qwen3().tokenizer().encode("a")[0])).isFalse();
        assertThat(cursor.accepts(new byte[]{(byte) 0xA5, '"'})).isTrue();
        assertThat(cursor.isOver()).isTrue();
    }

    @Test
    void alternativesAreApartOnlyIfNoObjectOfOneFitsTheOtherByTheStandard() {
        String schema = """
                {"oneOf": [{"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]},
                {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
                "required": ["a", "b"]}]}""";
        for (SchemaRules rules : List.of(SchemaRules.document(), SchemaRules.answer(), SchemaRules.toolArguments())) {
            assertThatThrownBy(() -> grammar(schema, rules)).isInstanceOf(UnsupportedSchemaException.class)
                    .hasMessageContaining("oneOf");
        }
        String each = """
                {"oneOf": [{"type": "object", "properties": {"a": {"type": "null"}}, "required": ["a"]},
                {"type": "object", "properties": {"b": {"type": "null"}}, "required": ["b"]}]}""";
        assertThat(Documents.accepts(grammar(each, SchemaRules.answer()), "{\"b\":null}")).isTrue();
    }

    @Test
    void propertiesOfSchemasThatAreJoinedStandInTheOrderOfTheSchemas() {
        String part = "{\"properties\": {\"p\": {\"type\": \"object\", \"properties\": {\"%1$s\": {\"type\": \"null\"}}, \"required\": [\"%1$s\"]}}}";
        String parts = String.join(",", List.of(part.formatted("c"), part.formatted("a"), part.formatted("e"),
                part.formatted("b"), part.formatted("d"), part.formatted("f")));
        Grammar grammar = grammar(
                "{\"type\": \"object\", \"required\": [\"p\"], \"allOf\": [" + parts + "]}",
                SchemaRules.answer());
        assertThat(Documents.accepts(grammar,
                "{\"p\":{\"c\":null,\"a\":null,\"e\":null,\"b\":null,\"d\":null,\"f\":null}}")).isTrue();
    }
}
