package dev.qwenagent.local.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.local.LocalModelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas that would like to take all time or memory: refused by name, or read in bounded work. */
class HostileSchemasTest {

    private static final Duration HANGS = Duration.ofMinutes(2);

    private static UnsupportedSchemaException refusal(JsonNode schema) {
        return Assertions.assertTimeoutPreemptively(HANGS, () -> Assertions.assertThrows(
                UnsupportedSchemaException.class, () -> SchemaModel.of(schema, SchemaRules.document())));
    }

    @Test
    void schemaNestedTenThousandDeepIsRefused() {
        ObjectNode root = Documents.JSON.createObjectNode();
        ObjectNode at = root;
        for (int i = 0; i < 10_000; i++) {
            at.put("type", "object");
            at = at.putObject("properties").putObject("a");
        }
        assertThat(refusal(root)).hasMessageContaining("nested");
        ObjectNode alternatives = Documents.JSON.createObjectNode();
        at = alternatives;
        for (int i = 0; i < 10_000; i++) {
            at = at.putArray("anyOf").addObject();
        }
        assertThat(refusal(alternatives)).hasMessageContaining("500");
    }

    @Test
    void enumerationOfHundredKilobytesIsWritten() {
        ArrayNode values = Documents.JSON.createArrayNode();
        for (int i = 0; i < 10_000; i++) {
            values.add("value-" + i * 7919);
        }
        JsonNode schema = Documents.JSON.createObjectNode().set("enum", values);
        Assertions.assertTimeoutPreemptively(HANGS, () -> {
            Grammar grammar = Grammar.of(Fragment.json(schema, SchemaRules.document()), Vocabularies.qwen3());
            String text = Documents.random(grammar, new Random(1), 50);
            assertThat(values).contains(Documents.json(text));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a|aa)*{1,1000}", "^(a|aa){1,1000}$", "(((a{1,40}){1,40}){1,40}){1,40}", "^(a*)*b$",
        "((((((((((a|b)*)*)*)*)*)*)*)*)*)*c", "(.*a){12}", "^(.?){800}$", "(a?){500}a{500}", "[\\s\\S]*a[\\s\\S]{18}$",
        "\\p{L}{300}\\p{N}{300}", "a{99999}", "a{100001}"})
    void patternIsCompiledOrRefusedInBoundedWork(String pattern) {
        ObjectNode schema = Documents.JSON.createObjectNode().put("type", "string").put("pattern", pattern);
        Assertions.assertTimeoutPreemptively(HANGS, () -> {
            try {
                Grammar grammar = Grammar.of(Fragment.json(schema, SchemaRules.document()), Vocabularies.qwen3());
                Documents.random(grammar, new Random(1), grammar.begin().needed() + 10);
            } catch (UnsupportedSchemaException refused) {
                assertThat(refused.keyword()).isIn("pattern", "schema");
            }
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'$ref': '#'} | $ref", "{'allOf': [{'$ref': '#'}]} | $ref",
        "{'properties': {'a': {'$ref': '#'}}, 'required': ['a'], 'type': 'object'} | schema",
        "{'type': 'array', 'items': {'$ref': '#'}, 'minItems': 1} | schema",
        "{'anyOf': [{'$ref': '#/$defs/a'}], '$defs': {'a': {'anyOf': [{'$ref': '#/$defs/a'}]}}} | $ref",
        "{'type': 'array', 'minItems': 1000000000} | schema", "{'type': 'string', 'minLength': 1000000000} | schema",
        "{'minimum': 1e400000000, 'type': 'number'} | minimum",
        "{'multipleOf': 1000003, 'type': 'integer'} | multipleOf",
        "{'type': 'object', 'minProperties': 2000000000, 'additionalProperties': true} | schema", "false | schema",
        "{'type': 'string', 'enum': [1, 2]} | schema", "{'minimum': 3, 'maximum': 2, 'type': 'number'} | schema"})
    void schemaWithoutFiniteOrSmallDocumentIsRefused(String schema, String keyword) {
        JsonNode json = Documents.json(schema.replace('\'', '"'));
        UnsupportedSchemaException refused = refusal(json);
        assertThat(refused.keyword()).isEqualTo(keyword);
    }

    @Test
    void alternativesThatMultiplyAreRefused() {
        ObjectNode schema = Documents.JSON.createObjectNode();
        ArrayNode all = schema.putArray("allOf");
        for (int i = 0; i < 30; i++) {
            ArrayNode any = all.addObject().putArray("anyOf");
            any.addObject().put("minLength", i);
            any.addObject().put("minimum", i);
        }
        assertThat(refusal(schema).keyword()).isEqualTo("anyOf");
    }

    @Test
    void objectOfThousandsOfOptionalPropertiesIsWritten() {
        ObjectNode schema = Documents.JSON.createObjectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        for (int i = 0; i < 3_000; i++) {
            properties.putObject("property" + i).put("type", "integer");
        }
        Assertions.assertTimeoutPreemptively(HANGS, () -> {
            Grammar grammar = Grammar.of(Fragment.json(schema, SchemaRules.document()), Vocabularies.qwen3());
            String text = Documents.random(grammar, new Random(1), 60);
            assertThat(Documents.json(text).isObject()).isTrue();
        });
    }

    @Test
    void documentDoesNotNestWithoutEnd() {
        Grammar grammar = Grammar
                .of(Fragment.json(Documents.json("{\"items\": {\"$ref\": \"#\"}, \"type\": \"array\"}"),
                        SchemaRules.document()), Vocabularies.qwen3());
        assertThat(Documents.accepts(grammar, "[".repeat(60) + "]".repeat(60))).isTrue();
        assertThat(Documents.accepts(grammar, "[".repeat(100) + "]".repeat(100))).isFalse();
        assertThatThrownBy(() -> grammar.begin().accept(Vocabularies.qwen3().tokenizer().encode("x")[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void alternativesThatMultiplyWhileTheyAreWrittenAreEndedByTheirNumber() {
        ObjectNode schema = Documents.JSON.createObjectNode();
        ArrayNode any = schema.putArray("anyOf");
        for (String other : List.of("b", "c")) {
            ObjectNode object = any.addObject().put("type", "object").put("additionalProperties", false);
            ObjectNode properties = object.putObject("properties");
            properties.putObject("a").put("$ref", "#");
            properties.putObject(other).put("type", "null");
        }
        GrammarCursor cursor = Grammar.of(Fragment.json(schema, SchemaRules.document()), Vocabularies.qwen3()).begin();
        Assertions.assertTimeoutPreemptively(HANGS, () -> assertThatThrownBy(() -> {
            for (int depth = 0; depth < 60; depth++) {
                cursor.accepts("{\"a\":".getBytes(StandardCharsets.UTF_8));
            }
        }).isInstanceOf(LocalModelException.class).hasMessageContaining("anyOf"));
    }

    @Test
    void placesOfALongPatternAreKeptInBoundedMemory() {
        JsonNode schema = Documents.JSON.createObjectNode().put("type", "string").put("pattern", "^.{1,500}$");
        Automaton automaton = new Automaton(Fragment.json(schema, SchemaRules.document()).root());
        MaskBuilder masks = new MaskBuilder(Vocabularies.qwen3());
        State state = automaton.step(automaton.start(), '"');
        for (int length = 0; length < 20 && state != null; length++) {
            masks.mask(state);
            assertThat(masks.keptNumbers()).isBetween(1L, MaskBuilder.MOST_KEPT);
            state = automaton.step(state, 'a');
        }
        assertThat(state).isNotNull();
        assertThat(masks.keptNumbers()).isGreaterThan(MaskBuilder.MOST_KEPT / 2);
    }
}
