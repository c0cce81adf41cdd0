package dev.qwenagent.runtime.permission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wiremock.com.networknt.schema.InputFormat;
import wiremock.com.networknt.schema.JsonSchema;
import wiremock.com.networknt.schema.JsonSchemaFactory;
import wiremock.com.networknt.schema.SpecVersion.VersionFlag;

/** The published schema and the reader take the same files, as far as a schema can tell. */
class PolicySchemaTest {

    private static JsonSchema schema;

    @TempDir
    private Path folder;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream in = PolicyFile.class.getResourceAsStream("policy.schema.json")) {
            schema = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static boolean isValid(String yaml) throws IOException {
        String json = new ObjectMapper().writeValueAsString(new ObjectMapper(new YAMLFactory()).readTree(yaml));
        return schema.validate(json, InputFormat.JSON).isEmpty();
    }

    private boolean isRead(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("policy.yaml"), yaml);
        try {
            PolicyFile.open(file, folder);
            return true;
        } catch (PolicyFileException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"allow: [calc.*]", "version: 1", "profile: trusted\nallow:\ndeny: [\"**\"]",
        "ask:\n- file.read:docs/**\n- notes.add:[]\n- process.run:git *", "allow: []",
        "confidential: [file.*:hr/**]\nuntrusted: [\"net.*\"]"})
    void policiesAreValid(String yaml) throws IOException {
        assertThat(isRead(yaml)).isTrue();
        assertThat(isValid(yaml)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"allwo: [calc.*]", "version: 2", "profile: admin", "allow: calc.*", "allow: [calc]",
        "deny: [[calc.*]]", "deny: [{calc: 1}]", "- calc.*", "allow: [Calc.evaluate]", "allow: [\"calc.evaluate:\"]",
        "allow: [\"\"]", "confidential: hr", "untrusted: [hr]"})
    void whatIsNoPolicyIsNot(String yaml) throws IOException {
        assertThat(isRead(yaml)).isFalse();
        assertThat(isValid(yaml)).isFalse();
    }

    @Test
    void pageShowsAPolicy() throws IOException {
        String page = Files.readString(Path.of("../docs/PERMISSIONS.md"));
        String yaml = page.split("```yaml\n")[1].split("```")[0];
        assertThat(isRead(yaml)).isTrue();
        assertThat(isValid(yaml)).isTrue();
    }
}
