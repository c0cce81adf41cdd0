package dev.qwenagent.local.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolCallCheckTest {

    private static final String TOOLS = """
            [{"type": "function", "function": {"name": "book", "description": "Book a table", "parameters": {
                "type": "object",
                "properties": {
                    "guests": {"type": "integer"},
                    "at": {"$ref": "#/$defs/Time"},
                    "area": {"enum": ["in", "out"]},
                    "names": {"type": "array", "items": {"type": ["string", "null"]}},
                    "deposit": {"anyOf": [{"type": "number"}, {"type": "boolean"}]},
                    "notes": {"type": "object"}},
                "required": ["guests"],
                "$defs": {"Time": {"type": "object", "properties": {"hour": {"type": "integer"}}, "required": ["hour"],
                    "additionalProperties": false}}}}},
             {"name": "now"}]""";

    private static final List<ToolSpecification> READ = ToolSpecificationJson.read(json(TOOLS));
    private static final ToolCallCheck CHECK = ToolCallCheck.of(ReplyRules.of(CallFormat.JSON, READ));

    private static JsonNode json(String text) {
        return Objects.requireNonNull(LenientJson.strict(text));
    }

    @Test
    void declarationsAreReadInTheirOrderAndShownAsTheyWere() {
        assertThat(READ).extracting(ToolSpecification::name).containsExactly("book", "now");
        assertThat(ToolJson.function(READ.getFirst())).isEqualTo(json(TOOLS).get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[{}]", "[{\"name\": \" \"}]", "[{\"name\": \"f\", \"parameters\": [1]}]"})
    void whatIsNoListOfToolsIsRefused(String tools) {
        assertThatThrownBy(() -> ToolSpecificationJson.read(json(tools))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"guests\": 2}", "{\"guests\": 2.0, \"at\": {\"hour\": 1}, \"area\": \"in\"}",
        "{\"guests\": 2, \"names\": [\"a\", null], \"deposit\": false, \"notes\": {\"any\": 1}}"})
    void callThatFitsIsGivenBack(String arguments) {
        ToolCall.Complete call = new ToolCall.Complete("book", arguments, true);
        assertThat(CHECK.check(call)).isSameAs(call);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '~', value = { //
        "{}                                         § book lacks \"guests\"", //
        "{\"guests\": \"2\"}                        § book.guests must be of type integer, found \"2\"", //
        "{\"guests\": 2.5}                          § book.guests must be of type integer, found 2.5", //
        "{\"guests\": 2, \"area\": \"on\"}          § book.area must be one of [\"in\",\"out\"], found \"on\"", //
        "{\"guests\": 2, \"at\": {\"hour\": \"x\"}} § book.at.hour must be of type integer", //
        "{\"guests\": 2, \"at\": {\"hour\": 1, \"m\": 1}} § book.at has no \"m\"", //
        "{\"guests\": 2, \"names\": [\"a\", 1]}     § book.names[1] must be of type string or null", //
        "{\"guests\": 2, \"deposit\": \"x\"}        § of type number, found \"x\", or book.deposit must be of type boolean", //
        "{\"guests\": 2, \"gests\": 1}              § book has no \"gests\""})
    void callThatDoesNotFitSaysWhatToMend(String arguments, String reason) {
        assertThat(CHECK.check(new ToolCall.Complete("book", arguments, false))).isInstanceOfSatisfying(
                ToolCall.Broken.class, broken -> assertThat(broken.error()).startsWith("error: ").contains(reason));
    }

    @Test
    void unknownToolIsAnsweredWithTheKnownOnes() {
        assertThat(CHECK.check(new ToolCall.Complete("boook", "{}", false))).isInstanceOfSatisfying(
                ToolCall.Broken.class, broken -> assertThat(broken.error()).contains("the tools are book, now"));
    }

    /** Each level would double the work and the message if every alternative looked at the levels below it anew. */
    @Test
    @Timeout(60)
    void deepValueUnderASchemaOfAlternativesIsComparedOnce() {
        String tools = """
                [{"name": "grow", "parameters": {"type": "object", "properties": {"tree": {"$ref": "#/$defs/Tree"}},
                  "$defs": {"Tree": {"anyOf": [
                    {"type": "object", "properties": {"branch": {"$ref": "#/$defs/Tree"}}},
                    {"type": "object", "properties": {"branch": {"$ref": "#/$defs/Tree"}, "leaf": {"type": "string"}}},
                    {"type": "string"}]}}}}]""";
        ToolCallCheck check = ToolCallCheck
                .of(ReplyRules.of(CallFormat.JSON, ToolSpecificationJson.read(json(tools))));
        String branches = "{\"branch\":".repeat(80);
        for (String leaf : List.of("\"green\"", "7")) {
            String arguments = "{\"tree\":" + branches + leaf + "}".repeat(81);
            ToolCall checked = check.check(new ToolCall.Complete("grow", arguments, false));
            switch (checked) {
                case ToolCall.Complete _ -> assertThat(leaf).isEqualTo("\"green\"");
                case ToolCall.Broken(String error) -> {
                    assertThat(leaf).isEqualTo("7");
                    assertThat(error).contains("must be of type").hasSizeLessThan(5_000);
                }
            }
        }
    }
}
