package dev.qwenagent.runtime.remote;

import static dev.qwenagent.runtime.remote.ChatServer.ask;
import static dev.qwenagent.runtime.remote.ChatServer.event;
import static dev.qwenagent.runtime.remote.ChatServer.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.output.FinishReason;
import dev.qwenagent.runtime.models.BrokenCalls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may do to a stream, byte by byte, and what a program gets to know of it. */
@Timeout(120)
class BrokenStreamTest {

    private static final String ANSWER = events("stop", """
            {"content":null,"reasoning_content":"Grüße 😀"}""", """
            {"content":"Hello ö😀"}""", """
            {"tool_calls":[{"index":0,"id":"a","function":{"name":"add","arguments":"{\\"x\\":\\"\\\\u4e2d"}}]}""", """
            {"tool_calls":[{"index":0,"function":{"arguments":"\\"}"}}]}""");

    @Test
    void streamSplitAtAnyByteGivesTheSameReply() {
        byte[] bytes = ANSWER.getBytes(StandardCharsets.UTF_8);
        int[] split = {0};
        try (RawServer server = new RawServer(connection -> {
            connection.beginStream();
            connection.chunk(Arrays.copyOf(bytes, split[0]));
            connection.chunk(Arrays.copyOfRange(bytes, split[0], bytes.length));
            connection.endStream();
        }); QwenChatModel model = server.builder(ServerFamily.MODEL_STUDIO).build()) {
            RecordedStream whole = ask(model);
            assertThat(whole.response().aiMessage().text()).isEqualTo("Hello ö😀");
            for (split[0] = 1; split[0] < bytes.length; split[0]++) {
                RecordedStream stream = ask(model);
                assertThat(stream.events()).as("split at %d", split[0]).isEqualTo(whole.events());
                assertThat(stream.response()).as("split at %d", split[0]).isEqualTo(whole.response());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void streamInChunksOfOneByteGivesTheSameReply(String lineEnd) {
        byte[] bytes = ANSWER.replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);
        RecordedStream stream = answered(connection -> {
            connection.beginStream();
            for (byte b : bytes) {
                connection.chunk(new byte[]{b});
            }
            connection.endStream();
        });
        assertThat(stream.response().aiMessage().thinking()).isEqualTo("Grüße 😀");
        assertThat(stream.response().aiMessage().toolExecutionRequests().getFirst().arguments())
                .isEqualTo("{\"x\":\"\\u4e2d\"}");
    }

    @Test
    void replyIsCompleteWithoutTheClosingEventOnceItsEndWasGiven() {
        RecordedStream stream = answered(streaming(ANSWER.replace("data: [DONE]\n\n", "")));
        assertThat(stream.response().aiMessage().text()).isEqualTo("Hello ö😀");
        assertThat(((QwenChatResponseMetadata) stream.response().metadata()).requestId()).isEqualTo("raw-1");
    }

    @Test
    void closingEventWithoutAReasonIsAnEndToo() {
        RecordedStream stream = answered(streaming(event("{\"content\":\"Hi\"}", "\"null\"") + "data: [DONE]\n\n"));
        assertThat(stream.response().aiMessage().text()).isEqualTo("Hi");
        assertThat(stream.response().finishReason()).isNull();
    }

    @Test
    void partOfAReplyIsKeptForThoseWhoAskAndNotShown() {
        RecordedStream stream = answered(streaming(
                event("{\"reasoning_content\":\"Hm\"}", "null") + event("{\"content\":\"It is per\"}", "null")));
        assertThat(stream.error()).isInstanceOf(RetriableException.class)
                .hasMessageContainingAll("ended the stream before the reply was complete",
                        "2 characters of thought and 9 of text had arrived", "nothing of it was used",
                        "request id raw-1")
                .hasMessageNotContaining("It is per");
        assertThat(IncompleteReply.before(stream.error()))
                .contains(AiMessage.builder().thinking("Hm").text("It is per").build());
        assertThat(IncompleteReply.before(new IllegalStateException())).isEqualTo(Optional.empty());
    }

    @Test
    void replyThatTheContentFilterEndedIsNoAnswer() {
        RecordedStream stream = answered(streaming(events("content_filter", "{\"content\":\"You take\"}")));
        assertThat(stream.error()).isInstanceOf(ContentFilteredException.class)
                .hasMessageContainingAll("content filter ended the reply", "8 of text had arrived", "raw-1");
        assertThat(IncompleteReply.before(stream.error())).isPresent();
    }

    @Test
    void promisedLengthThatDoesNotComeIsACut() {
        RecordedStream stream = answered(connection -> {
            String body = event("{\"content\":\"Hi\"}", "null");
            connection.send(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 100000\r\n\r\n" + body);
            connection.out().close();
        });
        assertThat(stream.error()).isInstanceOf(RetriableException.class).hasMessageContaining("2 of text");
    }

    @Test
    void lengthShorterThanTheStreamIsACut() {
        RecordedStream stream = answered(connection -> {
            connection
                    .send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 40\r\n\r\n" + ANSWER);
            connection.out().close();
        });
        assertThat(stream.error()).isInstanceOf(RetriableException.class)
                .hasMessageContaining("before the reply was complete");
    }

    @Test
    void chunkOfTenMegabytesIsRead() {
        String long1 = "x".repeat(10 << 20);
        RecordedStream stream = answered(streaming(events("stop", "{\"content\":\"" + long1 + "\"}")));
        assertThat(stream.response().aiMessage().text()).hasSize(10 << 20);
    }

    @Test
    void lineWithoutEndIsRefusedAndNotTriedAgain() {
        byte[] megabyte = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        RecordedStream stream = answered(connection -> {
            connection.beginStream();
            connection.chunk(event("{\"content\":\"Hi\"}", "null") + "data: ");
            for (int i = 0; i < 40; i++) {
                connection.chunk(megabyte);
            }
            connection.awaitClose();
        });
        assertThat(stream.error()).isInstanceOf(NonRetriableException.class)
                .hasMessageContainingAll("sent a line longer than 33554432 bytes", "2 of text", "raw-1");
    }

    @Test
    void eventOfEndlesslyManyLinesIsRefused() {
        byte[] lines = ("data: " + "x".repeat(1 << 20) + "\n").getBytes(StandardCharsets.UTF_8);
        RecordedStream stream = answered(connection -> {
            connection.beginStream();
            for (int i = 0; i < 40; i++) {
                connection.chunk(lines);
            }
            connection.awaitClose();
        });
        assertThat(stream.error()).isInstanceOf(NonRetriableException.class)
                .hasMessageContaining("sent an event longer than");
    }

    @Test
    void endlessReplyIsEndedAtItsBound() {
        RecordedStream stream = answered(connection -> {
            connection.beginStream();
            while (true) {
                connection.chunk(event("{\"content\":\"and \"}", "null"));
            }
        }, builder -> builder.longestReply(100_000));
        assertThat(stream.error()).isInstanceOf(NonRetriableException.class)
                .hasMessageContaining("sent a reply longer than 100000 characters");
    }

    @Test
    void streamOfNothingButCommentsEndsWithTheCallsTime() {
        RecordedStream stream = answered(connection -> {
            connection.beginStream();
            while (true) {
                connection.chunk(": keep-alive\n\n");
                Thread.sleep(20);
            }
        }, builder -> builder.callTimeout(Duration.ofMillis(400)));
        assertThat(stream.error()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void streamThatFallsSilentTimesOut() {
        RecordedStream stream = answered(connection -> {
            connection.beginStream();
            connection.chunk(event("{\"content\":\"Hi\"}", "null"));
            connection.awaitClose();
        }, builder -> builder.readTimeout(Duration.ofMillis(200)));
        assertThat(stream.error()).isInstanceOf(TimeoutException.class)
                .hasMessageContainingAll("fell silent", "2 of text", "raw-1");
    }

    @Test
    void malformedEventNamesTheRequest() {
        RecordedStream stream = answered(streaming(event("{\"content\":\"Hi\"}", "null") + "data: {\"choi\n\n"));
        assertThat(stream.error()).isInstanceOf(InternalServerException.class)
                .hasMessageContainingAll("not JSON (number 2, 6 characters)", "raw-1");
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 504})
    void pageOfAProxyIsNotQuoted(int status) {
        RecordedStream stream = answered(connection -> {
            String page = "<html><script>alert(1)</script>" + "x".repeat(5000) + "</html>";
            connection.send("HTTP/1.1 " + status + " Bad\r\nContent-Type: text/html\r\nContent-Length: " + page.length()
                    + "\r\n\r\n" + page);
        });
        assertThat(stream.error()).isInstanceOf(InternalServerException.class)
                .hasMessageEndingWith("answered " + status + ": a page of HTML");
    }

    @Test
    void answerThatIsNoHttpMayBeTriedAgain() {
        RecordedStream stream = answered(connection -> {
            connection.send("SSH-2.0-OpenSSH_9.6\r\n");
            connection.out().close();
        });
        assertThat(stream.error()).isInstanceOf(RetriableException.class);
    }

    @Test
    void pageInPlaceOfAStreamNamesTheRequest() {
        RecordedStream stream = answered(connection -> connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                + "X-Request-Id: raw-2\r\nContent-Length: 4\r\n\r\n<hi>"));
        assertThat(stream.error()).isInstanceOf(InvalidRequestException.class)
                .hasMessageContainingAll("text/html", "raw-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "tool_calls", "stop"})
    void callWhoseArgumentsBreakOffIsNotAmongTheCalls(String reason) {
        RecordedStream stream = answered(streaming(events(reason, """
                {"tool_calls":[{"index":0,"id":"a","function":{"name":"add","arguments":"{\\"x\\":1}"}}]}""", """
                {"tool_calls":[{"index":1,"id":"b","function":{"name":"pay","arguments":"{\\"amount\\":10"}}]}""")));
        AiMessage reply = stream.response().aiMessage();
        assertThat(reply.toolExecutionRequests()).extracting(call -> call.name()).containsExactly("add");
        assertThat(BrokenCalls.in(reply)).singleElement()
                .asString()
                .isEqualTo("the call of pay was cut off in its arguments; write it again, shorter");
        assertThat(stream.events()).contains("called 0 add").doesNotContain("called 1 pay");
        assertThat(stream.response().finishReason())
                .isEqualTo(reason.equals("length") ? FinishReason.LENGTH : FinishReason.TOOL_EXECUTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"length\"", "\"odd\"", "null"})
    void callThatBreaksOffBeforeItsArgumentsIsNotAmongTheCalls(String reason) {
        RecordedStream stream = answered(streaming(event("""
                {"tool_calls":[{"index":0,"id":"a","function":{"name":"pay","arguments":""}}]}""", reason)
                + "data: [DONE]\n\n"));
        AiMessage reply = stream.response().aiMessage();
        assertThat(reply.toolExecutionRequests()).isEmpty();
        assertThat(BrokenCalls.in(reply)).singleElement().asString().startsWith("the call of pay was cut off");
    }

    @Test
    void cancellationClosesTheConnectionAtOnce() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        try (RawServer server = new RawServer(connection -> {
            connection.beginStream();
            connection.chunk(event("{\"content\":\"Hi\"}", "null"));
            connection.awaitClose();
            closed.countDown();
        }); QwenChatModel model = server.builder(ServerFamily.VLLM).build()) {
            RecordedStream stream = new RecordedStream(handle -> handle.cancel());
            model.chat(ChatServer.hello(), stream);
            assertThat(stream.isOver()).isFalse();
            closed.await();
        }
    }

    private static RawServer.Answer streaming(String body) {
        return connection -> {
            connection.beginStream();
            connection.chunk(body);
            connection.endStream();
        };
    }

    private static RecordedStream answered(RawServer.Answer answer) {
        return answered(answer, UnaryOperator.identity());
    }

    private static RecordedStream answered(RawServer.Answer answer, UnaryOperator<QwenChatModelBuilder> settings) {
        try (RawServer server = new RawServer(answer);
                QwenChatModel model = settings.apply(server.builder(ServerFamily.VLLM)).build()) {
            RecordedStream stream = ask(model);
            assertThat(stream.isOver()).isTrue();
            return stream;
        }
    }
}
