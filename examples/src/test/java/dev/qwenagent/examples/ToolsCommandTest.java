package dev.qwenagent.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsCommandTest {

    private static final String WRITE = "{\"name\": \"write_file\", \"arguments\": {\"path\": \"x/a\", \"text\": \"b\"}}";

    @TempDir
    private Path temporary;

    private CommandTrial trial;

    @BeforeEach
    void begin() throws IOException {
        trial = new CommandTrial(temporary);
    }

    @Test
    void agentsAreListedWithTheDefaultFirst() {
        assertThat(trial.execute("agents")).isZero();
        assertThat(trial.out().lines()).extracting(line -> line.split(" ")[0])
                .containsExactly("assistant", "files", "operator", "hello", "custom-tool");
    }

    @Test
    void toolsAreListedInTheAgentsOrderWithTheirScopes() {
        assertThat(trial.execute("tools", "list")).isZero();
        assertThat(trial.out().lines()).extracting(line -> line.split(" +")[0])
                .containsExactly("calculator", "convert_units", "current_time", "list_files", "read_file", "write_file",
                        "search_notes", "add_note");
        assertThat(trial.out()).contains("write_file     file.write      Write text to a file");
    }

    @Test
    void toolIsShownWithItsSchema() {
        assertThat(trial.execute("tools", "show", "convert_units")).isZero();
        assertThat(trial.out()).startsWith(
                "scopes: units.convert\ncalls:  beside others of the turn, repeated if the outcome is unknown\n")
                .contains("\"type\" : \"number\"");
    }

    @Test
    void toolThatRunsAloneIsShownSo() {
        assertThat(trial.execute("tools", "show", "add_note")).isZero();
        assertThat(trial.out()).contains("calls:  alone, never repeated without being told to\n");
    }

    @Test
    void unknownToolIsWrongUsage() {
        assertThat(trial.execute("tools", "show", "nothing", "--agent", "files")).isEqualTo(2);
        assertThat(trial.err()).contains("expected one of the tools list_files, read_file, write_file");
    }

    @Test
    void checkSaysWhichRuleDecides() {
        assertThat(trial.execute("tools", "check", "--call", WRITE)).isZero();
        assertThat(trial.execute("tools", "check", "--call", WRITE, "--allow", "file.write:x/**")).isZero();
        assertThat(trial.execute("tools", "check", "--call", WRITE, "--allow", "**", "--deny", "file.*")).isZero();
        String file = "file.write:" + trial.working();
        assertThat(trial.out().lines()).containsExactly(
                "asked    " + file + "/x/a (ask " + file + "/** by agent assistant)",
                "allowed  " + file + "/x/a (allow " + file + "/x/** by the command line)",
                "denied   " + file + "/x/a (deny file.* by the command line)");
        assertThat(trial.working()).isEmptyDirectory();
    }

    @Test
    void callThatCannotBeMadeSaysWhy() {
        assertThat(trial.execute("tools", "check", "--call", "{\"name\": \"calculatr\"}")).isEqualTo(1);
        assertThat(trial.err()).contains("did you mean calculator?");
    }

    @Test
    void whatIsNoCallIsWrongUsage() {
        assertThat(trial.execute("tools", "check", "--call", "calculator")).isEqualTo(2);
        assertThat(trial.err()).contains("--call: expected a JSON object with name and arguments, found calculator");
    }

    @Test
    void completionIsAScriptOfAllCommands() {
        assertThat(trial.execute("completion")).isZero();
        assertThat(trial.out()).contains("complete -F _complete_qwen-agent", "doctor", "--dry-run");
    }
}
