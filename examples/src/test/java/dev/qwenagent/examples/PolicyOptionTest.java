package dev.qwenagent.examples;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.examples.cli.shell.Keyboard;
import dev.qwenagent.examples.cli.shell.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code --policy FILE} of run, chat and tools check. */
@Timeout(60)
class PolicyOptionTest {

    private static final String WRITE = "{\"path\": \"out/a.txt\", \"text\": \"x\"}";
    private static final String WRITE_CALL = "{\"name\": \"write_file\", \"arguments\": " + WRITE + "}";

    @TempDir
    private Path temporary;

    private CommandTrial trial;

    @BeforeEach
    void begin() throws IOException {
        trial = new CommandTrial(temporary).with("NO_COLOR", "1")
                .model(ScriptedChatModel.of(call("write_file", WRITE), text("Done.")));
    }

    private Path policy(String text) throws IOException {
        trial.file("policy.yaml", text);
        return trial.working().resolve("policy.yaml");
    }

    private int check(String call, String... more) {
        List<String> words = new ArrayList<>(List.of("tools", "check", "--policy", "policy.yaml", "--call", call));
        words.addAll(List.of(more));
        return trial.execute(words.toArray(String[]::new));
    }

    @Test
    void policyFileStandsInTheAgentsPlace() throws IOException {
        policy("allow:\n  - file.write:out/**\n");
        assertThat(trial.execute("run", "--policy", "policy.yaml", "Write.")).isZero();
        assertThat(trial.working().resolve("out/a.txt")).hasContent("x");
        assertThat(check("{\"name\": \"calculator\", \"arguments\": {\"expression\": \"1\"}}")).isZero();
        assertThat(trial.out()).contains("denied   calc.evaluate (no rule allows calc.evaluate)");
    }

    @Test
    void checkSaysWhichRuleDecidesAndWhy() throws IOException {
        policy("profile: workspace\nask:\n  - file.write:out/**\n");
        assertThat(check(WRITE_CALL)).isZero();
        String scope = "file.write:" + trial.working() + "/out/a.txt";
        assertThat(trial.out()).isEqualTo("asked    " + scope + " (ask file.write:" + trial.working()
                + "/out/** by policy.yaml)\n");
        assertThat(trial.err()).contains("since it is the most specific rule about it of policy.yaml, whose rules come"
                + " before those of the profile of policy.yaml");
        check(WRITE_CALL, "--json", "--deny", "file.*");
        assertThat(trial.out()).endsWith("{\"type\":\"judged\",\"scope\":\"" + scope
                + "\",\"verdict\":\"denied\",\"rule\":\"deny file.* by the command line\","
                + "\"reason\":\"a rule that denies wins over all others\"}\n");
    }

    @Test
    void denialsOfTheAgentHoldUnderAPolicyFile() throws IOException {
        policy("allow: [\"**\"]\n");
        assertThat(trial.execute("tools", "check", "--agent", "custom-tool", "--policy", "policy.yaml", "--call",
                "{\"name\": \"book_room\", \"arguments\": {\"name\": \"boardroom\", \"hours\": 1}}")).isZero();
        assertThat(trial.out())
                .startsWith("denied   rooms.book:boardroom (deny rooms.book:boardroom by agent custom-tool)");
    }

    @Test
    void brokenPolicyFileIsWrongUsageAndNothingRuns() throws IOException {
        policy("allow:\n  - file.write\ndeny:\n  - file.write:out/[\nalow: []\n");
        assertThat(trial.execute("run", "--policy", "policy.yaml", "Write.")).isEqualTo(2);
        assertThat(trial.err())
                .contains("--policy: " + trial.working() + "/policy.yaml, line 5, column 1: expected one of");
        assertThat(trial.execute("run", "--policy", "nowhere.yaml", "Write.")).isEqualTo(2);
        assertThat(trial.err()).contains("there is no policy file");
        assertThat(trial.working().resolve("out")).doesNotExist();
    }

    @Test
    void slipOfThePenIsPointedOut() throws IOException {
        policy("allow:\n  - file.raed:docs/**\ndeny:\n  - calcc.evaluate\n  - rooms.book\n");
        check(WRITE_CALL);
        assertThat(trial.err()).contains("policy.yaml: the rule file.raed:" + trial.working()
                + "/docs/** is about nothing: no tool needs file.raed; did you mean file.read?",
                "no tool needs calcc.evaluate; did you mean calc.evaluate?").doesNotContain("rooms.book");
    }

    @Test
    void answerBecomesARuleOfTheFile() throws IOException {
        Path file = policy("# mine\nask:\n  - file.write:out/**   # ask\n");
        List<String> questions = new ArrayList<>();
        trial.terminal(new Person(question -> {
            questions.add(question);
            return "r";
        }));
        assertThat(trial.execute("run", "--policy", "policy.yaml", "Write.")).isZero();
        assertThat(questions).singleElement().asString().contains("[r]ule for the policy file");
        assertThat(file).hasContent("# mine\nask:\n  - file.write:out/**   # ask\nallow:\n  - \"file.write:"
                + trial.working() + "/out/a.txt\"  # a person said yes to write_file at 2026-11-22T21:09:00Z\n");
        trial.terminal(Terminal.NONE)
                .model(ScriptedChatModel.of(call("write_file", WRITE), call("write_file", WRITE.replace("a.t", "b.t")),
                        text("Done.")));
        Files.delete(trial.working().resolve("out/a.txt"));
        trial.execute("run", "--policy", "policy.yaml", "Write.");
        assertThat(trial.working().resolve("out")).isDirectoryContaining(path -> path.endsWith("a.txt"));
        assertThat(trial.working().resolve("out/b.txt")).doesNotExist();
    }

    @Test
    void withoutAPolicyFileThereIsNoRuleToBeMade() {
        List<String> questions = new ArrayList<>();
        trial.terminal(new Person(question -> {
            questions.add(question);
            return questions.size() == 1 ? "r" : "n";
        }));
        assertThat(trial.execute("run", "Write.")).isZero();
        assertThat(questions).hasSize(2).noneMatch(question -> question.contains("[r]ule"));
    }

    @Test
    void webAndProgramsAreAskedForByTheOperatorAndUnknownToTheAssistant() {
        trial.model(ScriptedChatModel.of(call("http_get", "{\"url\": \"http://127.0.0.1:9/\"}")
                .andCall("run_command", "{\"command\": \"touch pwned\"}"), text("No.")));
        assertThat(trial.execute("run", "--agent", "operator", "Try.")).isZero();
        assertThat(trial.execute("tools", "list")).isZero();
        assertThat(trial.out()).doesNotContain("run_command", "http_get");
        assertThat(trial.working()).isEmptyDirectory();
    }

    /** A terminal with somebody at it. */
    private record Person(Keyboard person) implements Terminal {
        @Override
        public boolean isInput() {
            return false;
        }

        @Override
        public boolean isOutput() {
            return false;
        }

        @Override
        public boolean isError() {
            return true;
        }

        @Override
        public Optional<Keyboard> keyboard() {
            return Optional.of(person);
        }
    }
}
