package dev.qwenagent.local.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The table of keywords in the documentation is what the suite finds. To write it anew:
 * {@code mvn -pl inference-local -am test -Dtest=KeywordTableTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dqwenagent.tables=write}.
 */
class KeywordTableTest {

    private static final Path FILE = Path.of("..", "docs", "json-schema.md");
    private static final String BEGIN = "<!-- from here on written by KeywordTableTest -->\n";

    private static final class Row {
        private int schemas;
        private int valid;
        private int invalid;
        private int refused;
    }

    @Test
    void tableInTheDocumentationIsThatOfTheSuite() throws IOException {
        String table = table();
        String document = Files.readString(FILE);
        String found = document.substring(document.indexOf(BEGIN) + BEGIN.length());
        if ("write".equals(System.getProperty("qwenagent.tables"))) {
            Files.writeString(FILE, document.substring(0, document.indexOf(BEGIN) + BEGIN.length()) + table);
        } else {
            assertThat(found).as("the table of " + FILE + "; write it anew as the comment of this test says")
                    .isEqualTo(table);
        }
    }

    private static String table() {
        Map<String, Row> rows = new LinkedHashMap<>();
        List<String> refusals = new ArrayList<>();
        for (JsonSchemaCases.Case suite : JsonSchemaCases.all()) {
            Row row = rows.computeIfAbsent(suite.file(), _ -> new Row());
            try {
                Grammar grammar = Grammar.of(Fragment.json(suite.schema(), SchemaRules.document()),
                        Vocabularies.qwen3());
                SchemaModel model = SchemaModel.of(suite.schema(), SchemaRules.document());
                row.schemas++;
                for (JsonSchemaCases.Value value : suite.values()) {
                    boolean written = Documents.written(model, value.data())
                            .stream()
                            .anyMatch(text -> Documents.accepts(grammar, text));
                    row.valid += written ? 1 : 0;
                    row.invalid += written ? 0 : 1;
                }
            } catch (UnsupportedSchemaException refused) {
                row.refused++;
                refusals.add("- %s, %s: `%s` at %s\n".formatted(suite.file(), suite.description(), refused.keyword(),
                        refused.path().isEmpty() ? "the root" : "`" + refused.path() + "`"));
            }
        }
        StringBuilder table = new StringBuilder("\n| file of the suite | schemas held to | values that can be written"
                + " | values that cannot | schemas refused |\n| --- | --- | --- | --- | --- |\n");
        rows.forEach((file, row) -> table.append("| %s | %d | %d | %d | %d |\n".formatted(file, row.schemas, row.valid,
                row.invalid, row.refused)));
        table.append("\n## The refused schemas\n\n");
        refusals.forEach(table::append);
        return table.toString();
    }
}
