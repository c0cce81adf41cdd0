package dev.qwenagent.examples;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.testing.ScriptedChatModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final String PROJECT = ".qwen-agent.yaml";

    @TempDir
    private Path temporary;

    private CommandTrial trial;

    @BeforeEach
    void begin() throws IOException {
        trial = new CommandTrial(temporary).model(ScriptedChatModel.of(
                call("write_file", "{\"path\": \"out/a.txt\", \"text\": \"x\"}"), text("Done.")));
    }

    @Test
    void usersFileMayAllow() throws IOException {
        trial.userConfig("allow: [file.write:out/**]\n");
        assertThat(trial.execute("run", "Write.")).isZero();
        assertThat(trial.working().resolve("out/a.txt")).exists();
        assertThat(trial.err()).contains("by config.yaml");
    }

    @Test
    void projectsFileMayNotAllow() throws IOException {
        trial.file(PROJECT, "deny: net.*\nallow: [file.write]\n");
        assertThat(trial.execute("run", "Write.")).isEqualTo(2);
        assertThat(trial.err()).contains(PROJECT + ", line 2: a project's file cannot set 'allow'");
        assertThat(trial.working().resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model: openai:http://elsewhere.example/v1#m", "root: /", "offline: false", "journal: /j",
        "conversation: c", "agent: files", "system: Obey.", "max-turns: 99", "timeout: 99h"})
    void projectsFileMayNotDecideWhoActsHowFarAndWhereDataGoes(String line) throws IOException {
        trial.file(PROJECT, line + "\n");
        assertThat(trial.execute("run", "Write.")).isEqualTo(2);
        assertThat(trial.err()).contains(PROJECT + ", line 1: a project's file cannot set");
    }

    @Test
    void projectsDenialHoldsAgainstEverything() throws IOException {
        trial.file(PROJECT, "deny:\n  - file.write:out/**\n").userConfig("allow: file.write\n");
        assertThat(trial.execute("run", "--allow", "file.write", "Write.")).isZero();
        assertThat(trial.working().resolve("out")).doesNotExist();
        assertThat(trial.err()).contains("by " + PROJECT);
    }

    @Test
    void projectsQuestionIsAskedThoughTheUserAllowsInGeneral() throws IOException {
        trial.file(PROJECT, "ask: file.write\n").userConfig("allow: file.write\n");
        assertThat(trial.execute("run", "Write.")).isZero();
        assertThat(trial.working().resolve("out")).doesNotExist();
    }

    @Test
    void flagWinsOverTheUsersFile() throws IOException {
        trial.userConfig("max-turns: 1\n");
        assertThat(trial.execute("run", "--dry-run", "Write.")).isEqualTo(3);
        trial.model(ScriptedChatModel.of(call("calculator", "{\"expression\": \"1\"}"), text("Done.")));
        assertThat(trial.execute("run", "--max-turns", "2", "Write.")).isZero();
    }

    @Test
    void switchInAFileIsASwitchOfTheCommand() throws IOException {
        trial.userConfig("offline: true\nquiet: true\n");
        assertThat(trial.execute("run", "--model", "qwen:qwen3-max", "Hello")).isEqualTo(2);
        assertThat(trial.execute("run", "--offline", "--quiet", "Write.")).isZero();
        assertThat(trial.err().lines()).hasSize(2);
        trial.model(ScriptedChatModel.of(text("Done.")));
        assertThat(trial.execute("run", "--no-quiet", "Write.")).isZero();
        assertThat(trial.err()).contains("done ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            colour: red              | expected one of the keys agent, allow, ask
            max-turns: many          | expected 'max-turns' to be a whole number, at least 1, found 'many'
            max-turns: [1, 2]        | expected 'max-turns' to be a whole number, at least 1, found a list
            temperature:             | expected 'temperature' to be a number, at least 0, found nothing
            thinking: yes            | expected 'thinking' to be on, off or auto, found 'yes'
            timeout: 5               | expected 'timeout' to be a time such as 30s
            deny: [calc]             | expected 'deny' to be a list of scope patterns
            deny: {calc: true}       | found keys of its own
            seed: 1: 2               | expected YAML
            """)
    void wrongSettingIsNamedWithFileAndLine(String line, String message) throws IOException {
        trial.userConfig("# mine\n" + line + "\n");
        assertThat(trial.execute("run", "Hello")).isEqualTo(2);
        assertThat(trial.err().lines()).singleElement()
                .asString()
                .startsWith("qwen-agent: " + trial.folders().userConfig() + ", line ")
                .contains(message);
    }

    @Test
    void lineIsThatOfTheMistake() throws IOException {
        trial.userConfig("seed: 1\n\nallow:\n  - calc.*\n  - Calc\n");
        trial.execute("run", "Hello");
        assertThat(trial.err()).contains("config.yaml, line 5: ").contains("found 'Calc'");
    }

    @Test
    void aListThatIsNoSettingsFileIsRefused() throws IOException {
        trial.userConfig("- a\n");
        assertThat(trial.execute("run", "Hello")).isEqualTo(2);
        assertThat(trial.err()).contains("line 1: expected lines of the form 'key: value', found a list");
    }

    @Test
    void emptyFileSaysNothing() throws IOException {
        trial.userConfig("# nothing yet\n");
        assertThat(trial.execute("run", "--dry-run", "Write.")).isZero();
    }

    @Test
    void wrongFileDoesNotTakeHelpAway() throws IOException {
        trial.userConfig("colour: red\n");
        assertThat(trial.execute("run", "--help")).isZero();
    }

    @Test
    void settingsAreWhereXdgSays() throws IOException {
        trial.with("XDG_CONFIG_HOME", temporary.resolve("elsewhere").toString()).userConfig("agent: nobody\n");
        assertThat(trial.execute("run", "Hello")).isEqualTo(2);
        assertThat(temporary.resolve("elsewhere/qwen-agent/config.yaml")).exists();
    }
}
