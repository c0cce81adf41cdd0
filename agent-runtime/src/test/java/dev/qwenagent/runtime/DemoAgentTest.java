package dev.qwenagent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.tools.builtin.BuiltInTools;
import dev.qwenagent.tools.builtin.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real inference with the model that ships with the library, and the real tools. */
class DemoAgentTest {

    @TempDir
    private Path folder;

    private final RecordedRun recorded = new RecordedRun();

    private AgentBuilder assistant() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-22T21:09:00Z"), ZoneOffset.UTC);
        return Agents.builder()
                .tools(BuiltInTools.assistant(Workspace.of(folder), folder.resolve("notes.txt"), clock))
                .allow("**")
                .listener(recorded);
    }

    @Test
    void thinksCallsTwoToolsAndAnswersWithBothResults() {
        try (Agent agent = assistant().build()) {
            AgentResult result = agent.run("What is 12.5% of 480 and what time is it in Tokyo?");
            assertThat(result.stopReason()).isEqualTo(StopReason.ANSWERED);
            assertThat(recorded.requestedTools()).containsExactly("calculator", "current_time");
            assertThat(recorded.thinking()).contains("calculator");
            assertThat(result.text()).contains("60").contains("2026-11-23 06:09");
        }
    }

    @Test
    void deniedCallEndsInAnHonestAnswer() {
        try (Agent agent = assistant().deny("calc.*").build()) {
            AgentResult result = agent.run("What is 17 * 23?");
            assertThat(recorded.results()).containsExactly("Denied: calculator is not allowed");
            assertThat(result.text()).contains("not allowed").doesNotContain("391");
        }
    }

    @Test
    void fileThatIsNoModelIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("a.gguf"), "not a model");
        assertThatThrownBy(() -> Agents.builder().model(file.toString()).build())
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("a.gguf");
        assertThatThrownBy(() -> Agents.builder().model(folder.resolve("none.gguf").toString()).build())
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("none.gguf");
    }
}
