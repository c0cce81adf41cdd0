package dev.qwenagent.examples;

import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.testing.ScriptedChatModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

    @TempDir
    private Path temporary;

    private CommandTrial trial;

    @BeforeEach
    void begin() throws IOException {
        trial = new CommandTrial(temporary).model(ScriptedChatModel.of(text("Hello.")))
                .with("QWEN_AGENT_CACHE", temporary.resolve("cache").toString());
    }

    @Test
    void healthyMachineIsDone() {
        assertThat(trial.execute("doctor")).isZero();
        assertThat(trial.out()).contains("ok      Java ", "ok      kernels ", "its checksum is right", "says 'Hello.'",
                "warn    terminal ");
        assertThat(temporary.resolve("cache")).isNotEmptyDirectory();
    }

    @Test
    void keyIsToldToBeThereAndNeverShown() {
        trial.with("DASHSCOPE_API_KEY", "sk-secret").execute("doctor");
        assertThat(trial.out() + trial.err()).contains("DASHSCOPE_API_KEY is set", "OPENAI_API_KEY is not set")
                .doesNotContain("sk-secret");
    }

    @Test
    void wrongSettingsFileFails() throws IOException {
        trial.file(".qwen-agent.yaml", "allow: calc.*\n");
        assertThat(trial.execute("doctor")).isEqualTo(1);
        assertThat(trial.out()).contains("missing settings", "a project's file cannot set 'allow'");
    }

    @Test
    void modelThatDoesNotOpenFails() {
        trial.models(_ -> {
            throw new AgentException("no weights");
        });
        assertThat(trial.execute("doctor")).isEqualTo(1);
        assertThat(trial.out()).contains("missing generation   the demo model does not answer: no weights");
    }
}
