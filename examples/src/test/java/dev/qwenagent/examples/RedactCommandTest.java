package dev.qwenagent.examples;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.exception.NonRetriableException;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code run --redact}. */
@Timeout(60)
class RedactCommandTest {

    private static final String TASK = "Write to ana@example.org of customer K-123456, the key is sk-0123456789abcdefgh.";

    @TempDir
    private Path temporary;

    private CommandTrial trial;

    @BeforeEach
    void begin() throws IOException {
        trial = new CommandTrial(temporary).with("NO_COLOR", "1");
    }

    private int run(ScriptedReply reply, String... command) {
        return trial.model(ScriptedChatModel.of(reply)).execute(command);
    }

    private String journal() throws IOException {
        try (var files = Files.list(trial.folders().runs())) {
            return Files.readString(files.filter(file -> file.toString().endsWith(".jsonl")).findFirst().orElseThrow());
        }
    }

    @Test
    void withoutItEverythingIsWrittenDown() throws IOException {
        run(text("Done."), "run", TASK);
        assertThat(journal()).contains("ana@example.org", "K-123456", "sk-0123456789abcdefgh");
    }

    @Test
    void whatItNamesIsBlackedOutAndTheRestIsThere() throws IOException {
        assertThat(run(text("K-654321 is done."), "run", "--redact", "secrets", "--redact", "e-mail", "--redact",
                "customer=K-[0-9]{6}", TASK)).as(trial.err()).isZero();
        assertThat(trial.out()).isEqualTo("K-654321 is done.\n");
        assertThat(journal()).doesNotContain("ana@example.org", "K-123456", "K-654321", "sk-0123456789abcdefgh")
                .contains("Write to [redacted: e-mail] of customer [redacted: customer], the key is [redacted: key].");
        assertThat(trial.execute("runs", "verify", "last")).as(trial.err()).isZero();
    }

    @Test
    void aRunThatIsGoneOnWithIsBlackedOutAsItWasBegun() throws IOException {
        run(ScriptedReply.failing(new NonRetriableException("down")), "run", "--redact", "customer=K-[0-9]{6}", TASK);
        assertThat(run(text("K-654321 is done."), "run", "--resume", "last")).as(trial.err()).isZero();
        assertThat(journal()).contains("[redacted: customer] is done.").doesNotContain("K-654321");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "everything  | expected secrets, e-mail or NAME=REGEX such as customer=K-[0-9]{6}, found 'everything'",
        "=K          | expected secrets, e-mail or NAME=REGEX",
        "name=K-[0-9 | Unclosed character class",
        "name=K*     | matches a text of no characters"})
    void whatIsNoRuleIsRefusedBeforeAnythingIsDone(String rule, String complaint) {
        assertThat(run(call("calculator", "{\"expression\": \"1\"}"), "run", "--redact", rule, TASK)).isEqualTo(2);
        assertThat(trial.err()).contains(complaint);
        assertThat(trial.folders().runs()).doesNotExist();
    }
}
