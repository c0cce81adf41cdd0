package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.plan.Decision;
import dev.qwenagent.api.plan.Planner;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.memory.FileConversationStore;
import dev.qwenagent.runtime.models.AgentModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is confidential stays with the models that are cleared for it, on whichever way it would go. */
class LabelTest {

    private final Desk desk = new Desk();
    private final ScriptedChatModel remote = ScriptedChatModel.of(text("never"));

    private void tellTheSecretTo(ChatMemoryStore store) {
        var local = ScriptedChatModel.of(call("read_secret", "{}"), text("The cat."));
        try (Agent agent = Agents.builder()
                .model(AgentModel.of("local", local).withProfile(ModelProfile.inProcess("local")))
                .tools(desk)
                .allow("desk.secret")
                .conversations(store)
                .build()) {
            assertThat(agent.run(AgentTask.of("Read.").inConversation("c")).text()).isEqualTo("The cat.");
        }
    }

    private void goesNoFurther(AgentBuilder builder) {
        try (Agent agent = builder.build()) {
            assertThatThrownBy(() -> agent.run(AgentTask.of("And?").inConversation("c")))
                    .isInstanceOf(AgentException.class)
                    .hasMessageContaining("confidential");
        }
        assertThat(remote.requests()).isEmpty();
    }

    @Test
    void conversationFromAFileIsStillConfidential(@TempDir Path folder) {
        tellTheSecretTo(new FileConversationStore(folder));
        goesNoFurther(Agents.builder().model(remote).conversations(new FileConversationStore(folder)));
    }

    @Test
    void conversationStaysConfidentialWhenTheSecretHasLeftTheWindow() {
        var store = new InMemoryChatMemoryStore();
        tellTheSecretTo(store);
        AgentModel given = AgentModel.of("remote", remote);
        var forgetful = new AgentModel(remote, given.profile(), given.style(), given.tokens(), 8, given.resource());
        goesNoFurther(Agents.builder().model(forgetful).conversations(store));
    }

    @Test
    void messagesOfAPlannersOwnCarryTheLabelOfTheConversation() {
        Planner retelling = deliberation -> {
            if (deliberation.turn() == 1) {
                var call = ToolExecutionRequest.builder().id("1").name("read_secret").arguments("{}").build();
                return new Decision.CallTools("", "", List.of(call));
            }
            String read = deliberation.messages().getLast().toString();
            var reply = deliberation.ask(deliberation.thinking(), List.of(UserMessage.from(read)), List.of());
            return new Decision.Answer("", reply.text());
        };
        goesNoFurther(Agents.builder().model(remote).tools(desk).allow("desk.secret").planner(retelling));
    }
}
