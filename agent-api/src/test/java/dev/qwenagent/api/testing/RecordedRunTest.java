package dev.qwenagent.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.tool.ToolOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedRunTest {

    private static final ToolExecutionRequest CALL = ToolExecutionRequest.builder()
            .id("1")
            .name("calculator")
            .arguments("{}")
            .build();

    @Test
    void keepsEventsInOrderAndTellsThemApart() {
        var run = new RecordedRun();
        List<AgentEvent> events = List.of(
                new AgentEvent.RunStarted("r", "assistant", "task"),
                new AgentEvent.Thought("r", 1, "I "),
                new AgentEvent.Thought("r", 1, "see."),
                new AgentEvent.ToolRequested("r", 1, CALL),
                new AgentEvent.ToolFinished(
                        "r", 1, CALL, new ToolOutcome.Denied("calculator is not allowed", "rule"), Duration.ZERO),
                new AgentEvent.ToolRequested("r", 2, CALL),
                new AgentEvent.ToolFinished("r", 2, CALL, new ToolOutcome.Failure("no digits"), Duration.ZERO),
                new AgentEvent.Answered("r", "No."));
        events.forEach(run::onEvent);
        assertThat(run.events()).isEqualTo(events);
        assertThat(run.events(AgentEvent.Answered.class)).containsExactly(new AgentEvent.Answered("r", "No."));
        assertThat(run.thinking()).isEqualTo("I see.");
        assertThat(run.requestedTools()).containsExactly("calculator", "calculator");
        assertThat(run.results()).containsExactly("Denied: calculator is not allowed", "error: no digits");
    }

    @Test
    void listOnceTakenDoesNotGrow() {
        var run = new RecordedRun();
        List<AgentEvent> before = run.events();
        run.onEvent(new AgentEvent.TurnStarted("r", 1));
        assertThat(before).isEmpty();
        assertThat(run.events()).hasSize(1);
    }
}
