package dev.qwenagent.tools.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.tools.ToolRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltInToolsTest {

    @TempDir
    Path folder;
    private ToolRegistry assistant;

    @BeforeEach
    void assistant() {
        assistant = BuiltInTools.assistant(Workspace.of(folder), folder.resolve("notes"), Clock.systemUTC());
    }

    @Test
    void theAssistantOffersEightToolsInThisOrderAndForm() {
        assertThat(assistant.specifications()).containsExactly(
                text("calculator", "Evaluate an arithmetic expression", "expression"),
                ToolSpecification.builder()
                        .name("convert_units")
                        .description("Convert a value between units")
                        .parameters(JsonObjectSchema.builder()
                                .addNumberProperty("value")
                                .addStringProperty("from")
                                .addStringProperty("to")
                                .required("value", "from", "to")
                                .build())
                        .build(),
                text("current_time", "Get the current time in a time zone", "zone"),
                text("list_files", "List the files in a folder", "path"),
                text("read_file", "Read a text file", "path"),
                text("write_file", "Write text to a file", "path", "text"),
                text("search_notes", "Search the notes", "query"),
                text("add_note", "Add a note", "text"));
    }

    @Test
    void propertiesAreInTheOrderOfTheParameters() {
        assertThat(assistant.find("convert_units").orElseThrow().specification().parameters().properties().keySet())
                .containsExactly("value", "from", "to");
    }

    @Test
    void eachToolSaysWhichScopesItCanNeed() {
        assertThat(assistant.tools()).extracting(tool -> tool.scopes())
                .containsExactly(
                        Set.of(ScopePattern.of("calc.evaluate")), Set.of(ScopePattern.of("units.convert")),
                        Set.of(ScopePattern.of("clock.read")), Set.of(ScopePattern.of("file.list")),
                        Set.of(ScopePattern.of("file.read")), Set.of(ScopePattern.of("file.write")),
                        Set.of(ScopePattern.of("notes.search")), Set.of(ScopePattern.of("notes.add")));
    }

    @Test
    void theFileToolsCanBeHadAlone() {
        assertThat(BuiltInTools.files(Workspace.of(folder)).names())
                .containsExactly("list_files", "read_file", "write_file");
    }

    private static ToolSpecification text(String name, String description, String... parameters) {
        JsonObjectSchema.Builder schema = JsonObjectSchema.builder();
        for (String parameter : parameters) {
            schema.addStringProperty(parameter);
        }
        return ToolSpecification.builder()
                .name(name)
                .description(description)
                .parameters(schema.required(parameters).build())
                .build();
    }
}
