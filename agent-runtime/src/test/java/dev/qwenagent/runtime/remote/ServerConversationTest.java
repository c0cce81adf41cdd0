package dev.qwenagent.runtime.remote;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static dev.qwenagent.runtime.remote.ChatServer.events;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.local.chat.CallFormat;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.Desk;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same conversation with every kind of server: what happens in the agent is what happens with the scripted model. */
class ServerConversationTest {

    /** What differs from run to run and from model to model. */
    private static final Pattern ACCIDENTS = Pattern.compile(
            "runId=[^,\\]]+|duration=[^,\\]]+|models=\\[ModelCost.*\\]\\], |time=[^\\]]+|model=[^,\\]]+|StreamingModel[^,\\]]*");
    private static final Pattern CALL_ID = Pattern.compile("call_[0-9a-f_-]+");

    private final ChatServer server = new ChatServer();
    private List<String> scripted = List.of();

    @BeforeEach
    void script() {
        scripted = happened(ScriptedChatModel.of(
                call("read_page", "{\"page\": \"7\"}").andCall("read_page", "{\"page\": \"8\"}")
                        .thinking("I must read both."),
                text("Both say hello.")));
        assertThat(scripted).hasSizeGreaterThan(15);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void conversationIsTheOneOfTheScript(ServerDialect dialect) throws JsonProcessingException {
        server.streamsInTurn(
                dialect.thoughtAndCalls("I", " must", " read", " both."), dialect.answer("Both", " say", " hello."));
        try (QwenChatModel model = server.model(dialect.family())) {
            assertThat(happened(model)).isEqualTo(scripted);
        }
        JsonNode messages = server.lastBody().path("messages");
        assertThat(messages.findValuesAsText("role")).containsExactly("user", "assistant", "tool", "tool");
        assertThat(messages.get(1).path(dialect.thoughtField()).asText()).isEqualTo("I must read both.");
        assertThat(messages.get(1).path("tool_calls").findValuesAsText("id")).containsExactly("call_1_1", "call_1_2");
        assertThat(messages.findValuesAsText("tool_call_id")).containsExactly("call_1_1", "call_1_2");
        assertThat(messages.get(3).path("content").asText()).isEqualTo("page 8 says hello");
    }

    /** Of ReAct there is one call a turn, so it cannot hold this conversation. */
    @ParameterizedTest
    @EnumSource(value = CallFormat.class, names = "REACT", mode = EnumSource.Mode.EXCLUDE)
    void conversationInTextIsTheOneOfTheScriptInLargerPieces(CallFormat format) {
        String seven = switch (format) {
            case JSON, REACT -> "{\\\"name\\\": \\\"read_page\\\", \\\"arguments\\\": {\\\"page\\\": \\\"7\\\"}}";
            case XML -> "<function=read_page>\\n<parameter=page>\\n7\\n</parameter>\\n</function>";
        };
        String calls = "{\"content\":\"<tool_call>\\n" + seven + "\\n</tool_call>\\n<tool_call>\\n"
                + seven.replace('7', '8') + "\\n</tool_call>\"}";
        server.streamsInTurn(
                events("stop", "{\"content\":\"<think>I must\"}", "{\"content\":\" read both.</think>\\n\"}", calls),
                events("stop", "{\"content\":\"Both say\"}", "{\"content\":\" hello.\"}"));
        try (QwenChatModel model = server.model(ServerFamily.PLAIN)) {
            assertThat(inWholes(happened(TextToolCallModel.over(model, format)))).isEqualTo(inWholes(scripted));
        }
    }

    private static List<String> happened(StreamingChatModel model) {
        RecordedRun recorded = new RecordedRun();
        try (Agent agent = Agents.builder()
                .model(model)
                .tools(new Desk())
                .allow("desk.read")
                .listener(recorded)
                .build()) {
            assertThat(agent.run("What do pages 7 and 8 say?").text()).isEqualTo("Both say hello.");
        }
        return recorded.events().stream().map(ServerConversationTest::essence).toList();
    }

    private static String essence(AgentEvent event) {
        return ACCIDENTS.matcher(event.toString()).replaceAll("*").replaceAll("arguments = \"\\{\"page\": ?", "page ");
    }

    /** Pieces of thought and text put together, and calls numbered in the order in which they appear. */
    private static List<String> inWholes(List<String> happened) {
        List<String> wholes = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (String event : happened) {
            String numbered = CALL_ID.matcher(event).replaceAll(id -> {
                if (!ids.contains(id.group())) {
                    ids.add(id.group());
                }
                return "call#" + ids.indexOf(id.group());
            });
            Matcher piece = Pattern.compile("((?:Thought|TextDelta)\\[.*text=)(.*)\\]").matcher(numbered);
            if (piece.matches() && !wholes.isEmpty() && wholes.getLast().startsWith(piece.group(1))) {
                wholes.set(wholes.size() - 1, wholes.getLast().replaceFirst("\\]$", "") + piece.group(2) + "]");
            } else {
                wholes.add(numbered);
            }
        }
        return wholes;
    }
}
