package dev.qwenagent.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents of a schema, and what it is worth, on the command line. */
class ConstrainedCommandsTest {

    private static final String SCHEMA = """
            {"type": "object", "properties": {"name": {"type": "string", "maxLength": 8}, "count": {"type": "integer",
            "minimum": 1, "maximum": 9}}, "required": ["name", "count"], "additionalProperties": false}""";
    private static final String FUNCTION = "{\"question\": [[{\"role\": \"user\", \"content\": \"Go\"}]], \"function\":"
            + " [{\"name\": \"go.to\", \"description\": \"Go\", \"parameters\": {\"type\": \"dict\", \"properties\":"
            + " {\"speed\": {\"type\": \"float\"}}, \"required\": [\"speed\"]}}]}\n";

    @TempDir
    private Path temporary;

    private CommandTrial trial;

    @BeforeEach
    void files() throws IOException {
        trial = new CommandTrial(temporary).file("schema.json", SCHEMA)
                .file("bad.json", "{\"properties\": {\"a\": {\"not\": {}}}}")
                .file("calls.jsonl", FUNCTION);
    }

    @Test
    void generateWritesOneDocumentOfTheSchema() throws IOException {
        assertThat(trial.execute("model", "generate", "demo", "--prompt", "x", "--schema", "schema.json", "--json"))
                .as(trial.err())
                .isZero();
        JsonNode made = new ObjectMapper().readTree(trial.out());
        JsonNode document = new ObjectMapper().readTree(made.get("text").textValue());
        assertThat(document.get("name").textValue().length()).isLessThanOrEqualTo(8);
        assertThat(document.get("count").intValue()).isBetween(1, 9);
        assertThat(document).hasSize(2);
    }

    @Test
    void schemaThatCannotBeHeldToIsWrongUsageAndNamed() {
        assertThat(trial.execute("model", "generate", "demo", "--prompt", "x", "--schema", "bad.json")).isEqualTo(2);
        assertThat(trial.err()).contains("bad.json", "\"not\"", "/properties/a");
        assertThat(trial.execute("model", "generate", "demo", "--prompt", "x", "--schema", "none.json")).isEqualTo(2);
    }

    @Test
    void runsAreTheSameWithoutConstraintWhereTheModelDoesRight() {
        assertThat(trial.execute("run", "--no-constrain", "What is 17 * 23?")).isZero();
        assertThat(trial.out()).contains("391");
    }

    @Test
    void callsAreCountedWithConstraintAndWithout() {
        assertThat(trial.execute("model", "eval", "--calls", "calls.jsonl")).as(trial.err()).isZero();
        assertThat(trial.out()).startsWith("calls ").containsPattern("held to their schemas +1 +1 +100.0 %");
    }
}
