package org.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.api.tool.Forgery;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import org.junit.jupiter.api.Test;

class OrderDeskTest {

    record Delivery(int number, String state) {}

    @Test
    void theModelInThisProcessCallsTheToolAndAnswersWithItsResult() {
        try (Agent agent = desk().allow("order.read").build()) {
            AgentResult result = agent.run("find the order with number 4711");

            assertThat(result.calls()).singleElement().satisfies(call -> {
                assertThat(call.request().name()).isEqualTo("find_order");
                assertThat(call.outcome().textForModel()).isEqualTo("on its way");
            });
            assertThat(result.text()).contains("on its way");
            assertThat(result.stopReason()).isEqualTo(StopReason.ANSWERED);
        }
    }

    @Test
    void anOrderThatIsNotAllowedIsDenied() {
        var model = ScriptedChatModel.of(
                ScriptedReply.call("find_order", "{\"number\": 4712}"), ScriptedReply.text("I may not look."));
        try (Agent agent = desk().model(model).allow("order.read:4711").build()) {
            AgentResult result = agent.run("Where is order 4712?");

            assertThat(result.calls()).singleElement()
                    .satisfies(call -> assertThat(call.outcome().textForModel()).startsWith("Denied: "));
            assertThat(result.text()).isEqualTo("I may not look.");
        }
    }

    @Test
    void anAnswerIsReadIntoARecord() {
        var model = ScriptedChatModel.of(ScriptedReply.text("{\"number\": 4712, \"state\": \"delivered\"}"));
        try (Agent agent = desk().model(model).build()) {
            assertThat(agent.run("Where is order 4712?", Delivery.class)).isEqualTo(new Delivery(4712, "delivered"));
        }
    }

    @Test
    void aGrantCannotBeMadeByAClassThatClaimsTheGatesPackage() {
        assertThatThrownBy(() -> Forgery.grant()).isInstanceOf(SecurityException.class).hasMessageContaining("seal");
    }

    private static AgentBuilder desk() {
        return Agents.builder().tools(new OrderTools());
    }
}
