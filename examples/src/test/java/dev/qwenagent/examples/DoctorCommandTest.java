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
        trial = new CommandTrial(temporary).model(ScriptedChatModel.of(text("Hello."), text("Hello."), text("Hello.")))
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
    void addressesAreToldAndNobodyIsAsked() throws IOException {
        trial.with("DASHSCOPE_BASE_URL", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1")
                .userConfig("model: ollama:http://127.0.0.1:1/v1#qwen3\n");
        assertThat(trial.execute("doctor")).isZero();
        assertThat(trial.out()).contains("qwen: is at https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
                "ollama:http://127.0.0.1:1/v1#qwen3 is at http://127.0.0.1:1/v1").doesNotContain("online");
    }

    @Test
    void addressThatIsNoneAndKeyFileThatIsNotThereFail() {
        trial.with("DASHSCOPE_BASE_URL", "tokyo").with("DASHSCOPE_API_KEY_FILE", "/no/such/key");
        assertThat(trial.execute("doctor")).isEqualTo(1);
        assertThat(trial.out()).contains("missing endpoint     DASHSCOPE_BASE_URL is no address",
                "missing key          DASHSCOPE_API_KEY: key file /no/such/key cannot be read");
    }

    @Test
    void serversAreAskedOnline() throws IOException {
        try (var server = new ModelServer()) {
            String model = "vllm:" + server.url() + "#qwen3";
            assertThat(trial.execute("doctor", "--online", "--model", model)).isZero();
            assertThat(trial.out()).contains(server.url() + " answers; models: qwen3, qwen3-vl",
                    "was not asked: there is no key for it");
            assertThat(trial.execute("doctor", "--online", "--model", model + "-max")).isZero();
            assertThat(trial.out()).contains("warn    online", "does not list qwen3-max; it lists qwen3, qwen3-vl");
            trial.with("DASHSCOPE_API_KEY", "sk-secret").with("DASHSCOPE_BASE_URL", server.url());
            assertThat(trial.execute("doctor", "--online", "--model", "qwen:qwen3")).isZero();
            assertThat(server.lastAuthorization()).isEqualTo("Bearer sk-secret");
        }
        assertThat(trial.out()).doesNotContain("sk-secret");
    }

    @Test
    void serverThatDoesNotAnswerFails() {
        assertThat(trial.execute("doctor", "--online", "--model", "openai:http://127.0.0.1:1/v1#qwen3")).isEqualTo(1);
        assertThat(trial.out()).contains("missing online", "http://127.0.0.1:1/v1 cannot be reached");
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
