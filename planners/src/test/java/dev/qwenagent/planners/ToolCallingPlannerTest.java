package dev.qwenagent.planners;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.plan.Decision;
import dev.qwenagent.api.plan.Deliberation;
import dev.qwenagent.api.plan.Reply;
import dev.qwenagent.api.plan.ThinkingMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolCallingPlannerTest {

    private static final ThinkingMode MODE = ThinkingMode.ON.withBudget(77);
    private static final ToolExecutionRequest FIRST = call("calculator");
    private static final ToolExecutionRequest SECOND = call("current_time");

    private static ToolExecutionRequest call(String name) {
        return ToolExecutionRequest.builder().id(name).name(name).arguments("{}").build();
    }

    /** A turn in which the model says one thing, and what it was asked. */
    private record Turn(Reply reply, List<ThinkingMode> asked) implements Deliberation {

        @Override
        public int turn() {
            return 1;
        }

        @Override
        public List<ChatMessage> messages() {
            return List.of(UserMessage.from("task"));
        }

        @Override
        public List<ToolSpecification> tools() {
            return List.of(ToolSpecification.builder().name("calculator").build());
        }

        @Override
        public ThinkingMode thinking() {
            return MODE;
        }

        @Override
        public RunLimits left() {
            return RunLimits.DEFAULT;
        }

        @Override
        public Reply ask(ThinkingMode mode, List<ChatMessage> messages, List<ToolSpecification> tools) {
            assertThat(messages).isEqualTo(messages());
            assertThat(tools).isEqualTo(tools());
            asked.add(mode);
            return reply;
        }
    }

    private static Decision decide(
            String text, List<ToolExecutionRequest> calls, List<String> problems, FinishReason finish) {
        var turn = new Turn(new Reply("thought", text, calls, problems, finish, new TokenUsage(1, 1)),
                new ArrayList<>());
        Decision decision = new ToolCallingPlanner().decide(turn);
        assertThat(turn.asked()).containsExactly(MODE);
        return decision;
    }

    @Test
    void replyWithoutCallsIsTheAnswer() {
        assertThat(decide("42", List.of(), List.of(), FinishReason.STOP))
                .isEqualTo(new Decision.Answer("thought", "42"));
    }

    @Test
    void replyWithCallsMakesThemInTheModelsOrder() {
        assertThat(decide("let me see", List.of(FIRST, SECOND), List.of(), FinishReason.TOOL_EXECUTION))
                .isEqualTo(new Decision.CallTools("thought", "let me see", List.of(FIRST, SECOND)));
    }

    @Test
    void callsWithoutTextAreMade() {
        assertThat(decide("", List.of(FIRST), List.of(), FinishReason.STOP)).isInstanceOf(Decision.CallTools.class);
    }

    @Test
    void unreadablePartStopsTheReadableCallsToo() {
        assertThat(decide("said", List.of(FIRST), List.of("call 2 is cut", "call 3 has no name"), FinishReason.STOP))
                .isEqualTo(new Decision.Reconsider("said", "call 2 is cut\ncall 3 has no name"));
    }

    @Test
    void emptyReplyIsAskedForAgain() {
        assertThat(decide(" \n", List.of(), List.of(), FinishReason.STOP))
                .isEqualTo(new Decision.Reconsider(
                        "", "Your reply had no answer and no tool call. Call a tool or answer."));
    }

    @Test
    void replyCutInItsThoughtIsToldToThinkLess() {
        assertThat(decide("", List.of(), List.of(), FinishReason.LENGTH))
                .isEqualTo(new Decision.Reconsider(
                        "", "Your reply was cut before it had an answer or a tool call. Think less and answer."));
    }
}
