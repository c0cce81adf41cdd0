package dev.qwenagent.runtime.remote;

import static dev.qwenagent.runtime.remote.ChatServer.event;
import static dev.qwenagent.runtime.remote.ChatServer.events;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.output.FinishReason;
import dev.qwenagent.local.chat.CallFormat;
import dev.qwenagent.local.chat.Reply;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tool calls over a server that knows only text. */
class TextToolCallModelTest {

    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("weather")
            .description("Get the weather")
            .parameters(JsonObjectSchema.builder().addStringProperty("city").addIntegerProperty("days").build())
            .build();

    private final ChatServer server = new ChatServer();
    private final QwenChatModel plain = server.model(ServerFamily.PLAIN);

    @AfterEach
    void stop() {
        plain.close();
        server.close();
    }

    private RecordedStream ask(CallFormat format, ChatMessage... messages) {
        RecordedStream stream = new RecordedStream();
        TextToolCallModel.over(plain, format)
                .chat(ChatRequest.builder().messages(messages).toolSpecifications(WEATHER).build(), stream);
        return stream;
    }

    private static String[] deltas(String text) {
        return Arrays.stream(text.split("(?<=\\G.{5})"))
                .map(piece -> "{\"content\":\"" + piece.replace("\"", "\\\"").replace("@", "\\n") + "\"}")
                .toArray(String[]::new);
    }

    @Test
    void thoughtAndCallAreReadOutOfTheText() {
        server.streams(events("stop", deltas(
                "<think>@hm@</think>@@<tool_call>@<function=weather>@<parameter=city>@5@</parameter>@<parameter=days>@2@"
                        + "</parameter>@</function>@</tool_call>")));
        RecordedStream stream = ask(CallFormat.XML, UserMessage.from("Weather?"));
        AiMessage reply = stream.response().aiMessage();
        assertThat(reply.thinking()).isEqualTo("hm");
        assertThat(reply.text()).isNull();
        assertThat(reply.toolExecutionRequests()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("weather");
            assertThat(call.arguments()).isEqualTo("{\"city\":\"5\",\"days\":2}");
            assertThat(call.id()).startsWith("call_");
        });
        assertThat(stream.response().finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
    }

    private AiMessage askWhereThePromptOpensThoughts(QwenChatRequestParameters.Builder parameters) {
        RecordedStream stream = new RecordedStream();
        TextToolCallModel.over(plain, CallFormat.XML, ThoughtOpening.BY_PROMPT)
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("Weather?"))
                        .parameters(parameters.build())
                        .build(),
                        stream);
        return stream.response().aiMessage();
    }

    @Test
    void thoughtThatTheServersPromptOpenedIsReadAsOne() {
        server.streams(events("stop", deltas("hm@</think>@@Sun.")));
        AiMessage reply = askWhereThePromptOpensThoughts(QwenChatRequestParameters.builder());
        assertThat(reply.thinking()).isEqualTo("hm");
        assertThat(reply.text()).isEqualTo("Sun.");
    }

    @Test
    void textIsTheAnswerWhereTheServerSendsThoughtsApartOrThinkingIsOff() {
        server.streams(events("stop", "{\"reasoning_content\":\"hm\"}", "{\"content\":\"Sun.\"}"));
        AiMessage apart = askWhereThePromptOpensThoughts(QwenChatRequestParameters.builder());
        assertThat(apart.thinking()).isEqualTo("hm");
        assertThat(apart.text()).isEqualTo("Sun.");
        assertThat(apart.attributes()).isEmpty();

        server.streams(events("stop", "{\"content\":\"Sun.\"}"));
        AiMessage off = askWhereThePromptOpensThoughts(
                QwenChatRequestParameters.builder().thinking(QwenChatRequestParameters.Thinking.OFF));
        assertThat(off.text()).isEqualTo("Sun.");
        assertThat(off.attributes()).isEmpty();
    }

    @Test
    void toolsCallsAndResultsAreSentAsText() throws JsonProcessingException {
        server.streams(events("stop", "{\"content\":\"Thought: ok\\nFinal Answer: Sun.\"}"));
        ToolExecutionRequest call = ToolExecutionRequest.builder()
                .id("1")
                .name("weather")
                .arguments("{\"city\":\"Oslo\"}")
                .build();
        RecordedStream stream = ask(CallFormat.REACT, UserMessage.from("Weather?"), AiMessage.from(call),
                ToolExecutionResultMessage.from(call, "sun"));
        assertThat(stream.response().aiMessage().text()).isEqualTo("Sun.");
        JsonNode body = server.lastBody();
        assertThat(body.has("tools")).isFalse();
        assertThat(body.get("stop")).extracting(JsonNode::asText).containsExactly("\nObservation:");
        JsonNode messages = body.get("messages");
        assertThat(messages).extracting(message -> message.get("role").asText())
                .containsExactly("system", "user", "assistant", "user");
        assertThat(messages.get(0).get("content").asText()).contains("\"name\":\"weather\"", "Action Input:");
        assertThat(messages.get(2).get("content").asText())
                .isEqualTo("Action: weather\nAction Input: {\"city\":\"Oslo\"}");
        assertThat(messages.get(3).get("content").asText()).isEqualTo("Observation: sun");
    }

    @Test
    void stopSequencesEndTheAnswerHereAndAreNotSent() throws JsonProcessingException {
        server.streams(events("stop", deltas(
                "<think>@Oslo; stop@</think>@@<tool_call>@{\"name\": \"weather\", \"arguments\": {\"city\": \"stop\"}}@"
                        + "</tool_call>@It is; stop there.")));
        RecordedStream stream = new RecordedStream();
        TextToolCallModel.over(plain, CallFormat.JSON)
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("Weather?"))
                        .toolSpecifications(WEATHER)
                        .stopSequences(List.of("stop", "; never"))
                        .build(), stream);
        AiMessage reply = stream.response().aiMessage();
        assertThat(reply.thinking()).isEqualTo("Oslo; stop");
        assertThat(reply.text()).isEqualTo("It is;");
        assertThat(reply.toolExecutionRequests()).singleElement()
                .extracting(ToolExecutionRequest::arguments)
                .isEqualTo("{\"city\":\"stop\"}");
        assertThat(server.lastBody().has("stop")).isFalse();
    }

    @Test
    void stopSequencesOfTheCallerDoNotTakeThePlaceOfTheObservation() throws JsonProcessingException {
        server.streams(events("stop", "{\"content\":\"Thought: END\\nFinal Answer: Sun. END Rain.\"}"));
        RecordedStream stream = new RecordedStream();
        TextToolCallModel.over(plain, CallFormat.REACT)
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("Weather?"))
                        .toolSpecifications(WEATHER)
                        .stopSequences(List.of("END"))
                        .build(), stream);
        assertThat(stream.response().aiMessage().thinking()).isEqualTo("END");
        assertThat(stream.response().aiMessage().text()).isEqualTo("Sun.");
        assertThat(server.lastBody().get("stop")).extracting(JsonNode::asText).containsExactly("\nObservation:");
    }

    @Test
    void emptyStopSequenceIsRefusedBeforeTheServerIsAsked() {
        RecordedStream stream = new RecordedStream();
        TextToolCallModel.over(plain, CallFormat.JSON)
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("Weather?"))
                        .stopSequences(List.of(""))
                        .build(), stream);
        assertThat(stream.error()).isInstanceOf(InvalidRequestException.class).hasMessageContaining("stop sequence");
        assertThat(server.requests()).isZero();
    }

    @Test
    void callThatWasCutIsLeftAsAnError() {
        server.streams(events("length", deltas("<tool_call>@{\"name\": \"weather\", \"arguments\": {}}")));
        AiMessage reply = ask(CallFormat.JSON, UserMessage.from("Weather?")).response().aiMessage();
        assertThat(reply.hasToolExecutionRequests()).isFalse();
        assertThat((List<?>) reply.attributes().get(Reply.CALL_ERRORS)).hasSize(1);
    }

    @Test
    @Timeout(20)
    void serversStreamIsCancelledOnceTheReplyIsOver() {
        String over = event("{\"content\":\"Action: weather\\nAction Input: {}\\nObservation: 4 C\\n\"}", "null");
        String more = ": padding\n".repeat(40_000) + events("stop", "{\"content\":\"more\"}");
        server.answers(ChatServer.stream(over + more).withChunkedDribbleDelay(1000, 300_000));
        RecordedStream stream = ask(CallFormat.REACT, UserMessage.from("Weather?"));
        assertThat(stream.response().aiMessage().toolExecutionRequests()).singleElement()
                .satisfies(call -> assertThat(call.name()).isEqualTo("weather"));
        assertThat(stream.response().finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
    }
}
