package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.api.testing.ScriptedChatModel;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypedAnswerTest {

    record Invoice(String customer, List<Line> lines) {}

    record Line(String item, BigDecimal price) {}

    private static final String GOOD = "{\"customer\": \"Ana\", \"lines\": [{\"item\": \"tea\", \"price\": 2.50}]}";

    private static Invoice ask(ScriptedChatModel model) {
        try (Agent agent = Agents.builder().model(model).limits(RunLimits.DEFAULT.withTurns(3)).build()) {
            return agent.run("Make the invoice.", Invoice.class);
        }
    }

    @Test
    void answerIsReadIntoTheType() {
        var model = ScriptedChatModel.of(text(GOOD));
        assertThat(ask(model)).isEqualTo(new Invoice("Ana", List.of(new Line("tea", new BigDecimal("2.50")))));
        assertThat(model.requests().getFirst().messages().toString()).contains("JSON Schema")
                .contains("{\"type\"")
                .contains("\"customer\"");
    }

    @Test
    void fencedAnswerIsRead() {
        assertThat(ask(ScriptedChatModel.of(text("```json\n" + GOOD + "\n```"))).customer()).isEqualTo("Ana");
    }

    @Test
    void wrongAnswerIsSentBackWithItsPath() {
        var model = ScriptedChatModel.of(text(GOOD.replace("2.50", "\"dear\"")), text(GOOD));
        assertThat(ask(model).customer()).isEqualTo("Ana");
        assertThat(model.requests().getLast().messages().getLast().toString()).contains("lines[0].price");
    }

    @Test
    void answerThatNeverFitsIsAnError() {
        var model = ScriptedChatModel.of(text("no"), text("no"), text("no"), text("no"));
        assertThatThrownBy(() -> ask(model)).isInstanceOf(AgentException.class).hasMessageContaining("Invoice");
    }

    private static Guardrail onAnswer(GuardVerdict<String> verdict) {
        return new Guardrail() {
            @Override
            public GuardVerdict<String> onAnswer(RunSoFar run, String thinking, String answer) {
                return verdict;
            }
        };
    }

    @Test
    void answerThatAGuardrailStopsIsNotHandedOut() {
        try (Agent agent = Agents.builder()
                .model(ScriptedChatModel.of(text(GOOD)))
                .guardrail(onAnswer(GuardVerdict.stop("not for outside")))
                .build()) {
            assertThatThrownBy(() -> agent.run("Make the invoice.", Invoice.class)).isInstanceOf(AgentException.class)
                    .hasMessageContaining("BLOCKED");
        }
    }

    @Test
    void answerThatAGuardrailSendsBackIsNotHandedOutWhenTheLimitComes() {
        try (Agent agent = Agents.builder()
                .model(ScriptedChatModel.of(text(GOOD), text(GOOD)))
                .guardrail(onAnswer(GuardVerdict.reconsider("Leave out the customer.")))
                .limits(RunLimits.DEFAULT.withTurns(1))
                .build()) {
            assertThatThrownBy(() -> agent.run("Make the invoice.", Invoice.class)).isInstanceOf(AgentException.class)
                    .hasMessageContaining("TURN_LIMIT");
        }
    }

    @Test
    void whatBelongsToTheTaskStaysWithIt() {
        var model = ScriptedChatModel.of(text(GOOD));
        var task = UserMessage.builder().name("ana").addContent(TextContent.from("Make the invoice.")).build();
        try (Agent agent = Agents.builder().model(model).build()) {
            agent.run(AgentTask.of(task), Invoice.class);
        }
        assertThat(model.requests().getFirst().messages().getLast()).isInstanceOfSatisfying(
                UserMessage.class, asked -> assertThat(asked.name()).isEqualTo("ana"));
    }
}
