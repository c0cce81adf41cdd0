package dev.qwenagent.local.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas that nobody thought of, and documents of random tokens: by the thousand, all valid, all within their limits. */
class RandomSchemasTest {

    private static final boolean WHOLE = "full".equals(System.getProperty("qwenagent.tests"));
    private static final int SCHEMAS = WHOLE ? 2_500 : 40;
    private static final int DOCUMENTS = WHOLE ? 10 : 6;

    /** Tokens of the smallest limit, and how many more there may be. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 40, 300})
    void everyDocumentIsValidWhateverTheLimit(int more) {
        Random random = new Random(17 + more);
        for (int i = 0; i < SCHEMAS; i++) {
            JsonNode schema = RandomSchemas.of(random, random.nextInt(9));
            SchemaRules rules = random.nextBoolean() ? SchemaRules.document() : SchemaRules.toolArguments();
            Grammar grammar = Grammar.of(Fragment.json(schema, rules), Vocabularies.qwen3());
            SchemaModel model = SchemaModel.of(schema, rules);
            Validator validator = Validator.of(schema);
            int least = grammar.begin().needed();
            for (int j = 0; j < DOCUMENTS; j++) {
                String text = Documents.random(grammar, random, least + (more == 0 ? 0 : random.nextInt(more)));
                assertThat(validator.problems(text)).as("%s%n%s", schema, text).isEmpty();
                assertThat(Documents.written(model, Documents.json(text))).as("%s%n%s", schema, text)
                        .anyMatch(written -> Documents.accepts(grammar, written));
            }
        }
    }
}
