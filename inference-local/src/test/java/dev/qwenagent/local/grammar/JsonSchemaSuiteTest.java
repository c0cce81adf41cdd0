package dev.qwenagent.local.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The suite's schemas as grammars. A schema that cannot be held to is refused, see {@link KeywordTableTest}. */
class JsonSchemaSuiteTest {

    private static final int DOCUMENTS = "full".equals(System.getProperty("qwenagent.tests")) ? 200 : 10;

    static List<JsonSchemaCases.Case> cases() {
        return JsonSchemaCases.all().stream().filter(JsonSchemaSuiteTest::isSupported).toList();
    }

    private static boolean isSupported(JsonSchemaCases.Case suite) {
        try {
            SchemaModel.of(suite.schema(), SchemaRules.document());
            return true;
        } catch (UnsupportedSchemaException refused) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void validValuesCanBeWrittenAndOthersCannot(JsonSchemaCases.Case suite) {
        SchemaModel model = SchemaModel.of(suite.schema(), SchemaRules.document());
        Grammar grammar = Grammar.of(Fragment.json(suite.schema(), SchemaRules.document()), Vocabularies.qwen3());
        for (JsonSchemaCases.Value value : suite.values()) {
            boolean expected = suite.file().equals("format") ? fitsFormat(suite.schema(), value.data()) : value.valid();
            assertThat(model.accepts(value.data())).as("%s: %s", suite, value.description()).isEqualTo(expected);
            List<String> written = new ArrayList<>(Documents.written(model, value.data()));
            written.add(JsonWriting.write(value.data(), Layout.COMPACT));
            assertThat(written.stream().anyMatch(text -> Documents.accepts(grammar, text)))
                    .as("%s: %s %s", suite, value.description(), written)
                    .isEqualTo(expected);
        }
    }

    /** A format is a remark to the suite, and held to here. */
    private static boolean fitsFormat(JsonNode schema, JsonNode data) {
        return !Formats.isHeldTo(schema.get("format").asText()) || !data.isTextual()
                || Validator.of(schema).problems(data.toString()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void writtenDocumentsAreValid(JsonSchemaCases.Case suite) {
        Grammar grammar = Grammar.of(Fragment.json(suite.schema(), SchemaRules.document()), Vocabularies.qwen3());
        Validator validator = Validator.of(suite.schema());
        Random random = new Random(suite.description().hashCode());
        int least = grammar.begin().needed();
        boolean formats = !suite.file().equals("format") || Formats.isHeldTo(suite.schema().get("format").asText());
        for (int i = 0; i < DOCUMENTS; i++) {
            String text = Documents.random(grammar, random, least + random.nextInt(60));
            assertThat(validator.problems(text, formats)).as("%s: %s", suite, text).isEmpty();
        }
    }
}
