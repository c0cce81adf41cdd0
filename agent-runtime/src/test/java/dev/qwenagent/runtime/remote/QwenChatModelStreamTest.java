package dev.qwenagent.runtime.remote;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static dev.qwenagent.runtime.remote.ChatServer.ask;
import static dev.qwenagent.runtime.remote.ChatServer.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.model.output.FinishReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a stream becomes, with streams shaped as Model Studio and other servers send them. */
class QwenChatModelStreamTest {

    private final ChatServer server = new ChatServer();
    private final QwenChatModel model = server.model(ServerFamily.MODEL_STUDIO);

    @AfterEach
    void stop() {
        model.close();
        server.close();
    }

    @Test
    void textArrivesInPiecesAndAsAWhole() {
        server.streams(events("stop", """
                {"content":"","role":"assistant"}""", """
                {"content":"I am"}""", """
                {"content":" 通义千问"}"""));
        RecordedStream stream = ask(model);
        assertThat(stream.events()).containsExactly("text I am", "text  通义千问");
        assertThat(stream.response().aiMessage().text()).isEqualTo("I am 通义千问");
        assertThat(stream.response().finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(stream.response().metadata().id()).isEqualTo("chatcmpl-1");
        assertThat(stream.response().metadata().modelName()).isEqualTo("qwen3-max");
    }

    @Test
    void usageTellsCachedAndReasoningTokens() {
        server.streams(events("stop", "{\"content\":\"ok\"}"));
        QwenTokenUsage usage = (QwenTokenUsage) ask(model).response().tokenUsage();
        assertThat(usage.inputTokenCount()).isEqualTo(22);
        assertThat(usage.outputTokenCount()).isEqualTo(17);
        assertThat(usage.totalTokenCount()).isEqualTo(39);
        assertThat(usage.cachedInputTokens()).isEqualTo(16);
        assertThat(usage.reasoningTokens()).isEqualTo(5);
        assertThat(usage.add(usage).cachedInputTokens()).isEqualTo(32);
    }

    @Test
    void thoughtComesBeforeTheText() {
        server.streams(events("stop", """
                {"content":null,"role":"assistant","reasoning_content":""}""", """
                {"content":null,"reasoning_content":"The user"}""", """
                {"content":null,"reasoning_content":" greets"}""", """
                {"content":"Hello","reasoning_content":null}""", """
                {"content":"","reasoning_content":null}"""));
        RecordedStream stream = ask(model);
        assertThat(stream.events()).containsExactly("thought The user", "thought  greets", "text Hello");
        assertThat(stream.response().aiMessage().thinking()).isEqualTo("The user greets");
        assertThat(stream.response().aiMessage().text()).isEqualTo("Hello");
    }

    @Test
    void toolCallIsPutTogetherFromItsFragments() {
        server.streams(events("tool_calls", """
                {"tool_calls":[{"index":0,"id":"call_8f08","type":"function",\
                "function":{"name":"weather","arguments":"{\\"city\\":"}}]}""", """
                {"tool_calls":[{"index":0,"id":"","type":"function","function":{"arguments":" \\"Hangzhou\\"}"}}]}"""));
        RecordedStream stream = ask(model);
        assertThat(stream.events()).containsExactly(
                "call 0 weather {\"city\":",
                "call 0 weather  \"Hangzhou\"}",
                "called 0 weather");
        assertThat(stream.response().aiMessage().toolExecutionRequests())
                .containsExactly(call("call_8f08", "weather", "{\"city\": \"Hangzhou\"}"));
        assertThat(stream.response().aiMessage().text()).isNull();
        assertThat(stream.response().finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
    }

    @Test
    void parallelCallsMayInterleave() {
        server.streams(events("tool_calls", """
                {"tool_calls":[{"index":0,"id":"a","function":{"name":"add","arguments":""}},\
                {"index":1,"id":"b","function":{"name":"sub","arguments":null}}]}""", """
                {"tool_calls":[{"index":1,"function":{"arguments":"{\\"y\\""}}]}""", """
                {"tool_calls":[{"index":0,"function":{"arguments":"{\\"x\\":1}"}}]}""", """
                {"tool_calls":[{"index":1,"function":{"arguments":":2}"}}]}"""));
        assertThat(ask(model).response().aiMessage().toolExecutionRequests())
                .containsExactly(call("a", "add", "{\"x\":1}"), call("b", "sub", "{\"y\":2}"));
    }

    @Test
    void escapesMayBeSplitBetweenFragments() {
        server.streams(events("tool_calls",
                """
                {"tool_calls":[{"index":0,"id":"a","function":{"name":"note","arguments":"{\\"text\\":\\"\\\\u4e"}}]}""",
                """
                {"tool_calls":[{"index":0,"function":{"arguments":"2d \\\\"}}]}""", """
                {"tool_calls":[{"index":0,"function":{"arguments":"\\"}\\"}"}}]}"""));
        assertThat(ask(model).response().aiMessage().toolExecutionRequests())
                .containsExactly(call("a", "note", "{\"text\":\"\\u4e2d \\\"}\"}"));
    }

    @Test
    void streamMayBeSplitAnywhere() {
        String body = events("stop", "{\"reasoning_content\":\"ä\\u00e4😀\"}", "{\"content\":\"ö\\ud83d\\ude00\"}");
        server.answers(
                ChatServer.stream(body).withChunkedDribbleDelay(body.getBytes(StandardCharsets.UTF_8).length, 1));
        AiMessage reply = ask(model).response().aiMessage();
        assertThat(reply.thinking()).isEqualTo("ää😀");
        assertThat(reply.text()).isEqualTo("ö😀");
    }

    @Test
    void streamCutAnywhereIsARetriableErrorAndNeverAShortAnswer() {
        String body = events("tool_calls", """
                {"content":"Let me see"}""", """
                {"tool_calls":[{"index":0,"id":"a","function":{"name":"add","arguments":"{\\"x\\":1}"}}]}""");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        int complete = body.indexOf("\n\n", body.indexOf("\"tool_calls\",\"delta\"")) + 2;
        for (int cut = 0; cut < bytes.length; cut += cut % 5 == 0 ? 3 : 2) {
            server.answers(
                    aResponse().withHeader("Content-Type", "text/event-stream").withBody(Arrays.copyOf(bytes, cut)));
            RecordedStream stream = ask(model);
            if (cut < complete) {
                assertThat(stream.error()).as("cut at %d", cut)
                        .isInstanceOf(RetriableException.class)
                        .hasMessageContaining("before the reply was complete");
            } else {
                assertThat(stream.response().aiMessage().toolExecutionRequests()).as("cut at %d", cut).hasSize(1);
            }
        }
    }

    @Test
    void commentsAndOtherFieldsAreSkipped() {
        server.streams(": keep-alive\n\nid: 1\nevent: result\nretry: 5\n" + events("stop", "{\"content\":\"ok\"}"));
        assertThat(ask(model).response().aiMessage().text()).isEqualTo("ok");
    }

    @Test
    void answerThatWasNotStreamedCountsAllTheSame() {
        server.answers(aResponse().withHeader("Content-Type", "application/json").withBody("""
                {"choices":[{"message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"weather",\
                "arguments":"{}"},"index":0,"id":"call_8f08","type":"function"}]},"finish_reason":"tool_calls"}],\
                "usage":{"prompt_tokens":11,"completion_tokens":65,"total_tokens":76}}"""));
        assertThat(ask(model).response().aiMessage().toolExecutionRequests())
                .isEqualTo(List.of(call("call_8f08", "weather", "{}")));
    }

    @Test
    void blockingModelReturnsTheWholeReply() {
        server.streams(events("length", "{\"content\":\"so far\"}"));
        assertThat(model.blocking().chat(ChatServer.hello()).aiMessage().text()).isEqualTo("so far");
        assertThat(model.blocking().chat(ChatServer.hello()).finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    private static ToolExecutionRequest call(String id, String name, String arguments) {
        return ToolExecutionRequest.builder().id(id).name(name).arguments(arguments).build();
    }
}
