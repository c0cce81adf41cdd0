package dev.qwenagent.runtime.remote;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static dev.qwenagent.runtime.remote.ChatServer.KEY;
import static dev.qwenagent.runtime.remote.ChatServer.event;
import static dev.qwenagent.runtime.remote.ChatServer.events;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.Desk;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Neither the key nor what was said, thought or called goes into a log at INFO or above, or into an exception. */
class SecrecyTest {

    private static final String PROMPT = "The patient's name is Aurelia Vogt.";
    private static final String SHORT = "hunter2!";
    private static final String ARGUMENTS = "{\"account\": \"DE89370400440532013000\"}";
    private static final String RESULT = "Her balance is\n\"1 234 567\" euros.";
    private static final List<String> SECRETS = List.of(
            KEY, "Aurelia", SHORT, "DE89370400440532013000", "1 234 567", "Aurelia Vogt");

    private final ChatServer server = new ChatServer();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final List<String> loggedByJdk = new ArrayList<>();
    private final Level before = root.getLevel();
    private final Handler jdkHandler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            loggedByJdk.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logged.start();
        root.setLevel(Level.INFO);
        root.addAppender(logged);
        java.util.logging.Logger.getLogger("").addHandler(jdkHandler);
    }

    @AfterEach
    void stop() {
        root.detachAppender(logged);
        root.setLevel(before);
        java.util.logging.Logger.getLogger("").removeHandler(jdkHandler);
        server.close();
    }

    private static ChatRequest conversation() {
        ToolExecutionRequest call = ToolExecutionRequest.builder()
                .id("a")
                .name("balance")
                .arguments(ARGUMENTS)
                .build();
        return ChatRequest.builder()
                .messages(
                        SystemMessage.from(PROMPT),
                        UserMessage.from(SHORT),
                        AiMessage.builder().thinking(PROMPT).toolExecutionRequests(List.of(call)).build(),
                        ToolExecutionResultMessage.from(call, RESULT))
                .build();
    }

    /** Servers that refuse a request like to quote it. */
    @ParameterizedTest
    @ValueSource(strings = {
        "{\"error\":{\"message\":\"bad input: [{'content': \\\"The patient's name is Aurelia Vogt.\\\"}]\"}}",
        "{\"error\":{\"message\":\"cannot parse: ...tient's name is Aurelia Vogt. and hunter2! more\"}}",
        "{\"detail\":\"arguments {\\\"account\\\": \\\"DE89370400440532013000\\\"} are not valid\"}",
        "{\"message\":\"got Her balance is\\\\n\\\\\\\"1 234 567\\\\\\\" euros.\"}",
        "Bearer sk-0123456789abcdef is wrong, and so is hunter2!"})
    void whatAServerQuotesOfUsIsTakenOut(String body) {
        server.fails(400, body);
        RecordedStream stream = new RecordedStream();
        try (QwenChatModel model = server.model(ServerFamily.MODEL_STUDIO)) {
            model.chat(conversation(), stream);
        }
        assertThat(trace(stream.error())).contains("answered 400").containsAnyOf("[...]", "***");
        nothingIsTold(trace(stream.error()));
    }

    @Test
    void longQuotationOfALongPromptIsCut() {
        String book = "It was Aurelia Vogt who spoke. ".repeat(50_000);
        server.fails(400, "{\"error\":{\"message\":\"" + "No. ".repeat(245) + book.substring(0, 60_000) + "\"}}");
        RecordedStream stream = new RecordedStream();
        try (QwenChatModel model = server.model(ServerFamily.VLLM)) {
            model.chat(ChatRequest.builder().messages(UserMessage.from(book)).build(), stream);
        }
        assertThat(stream.error().getMessage()).hasSizeLessThan(700);
        nothingIsTold(trace(stream.error()));
    }

    @Test
    void failuresOfEveryKindTellNothing() {
        try (QwenChatModel model = server.model(ServerFamily.MODEL_STUDIO)) {
            for (var answer : List.of(
                    aResponse().withStatus(503).withBody(PROMPT),
                    aResponse().withHeader("Content-Type", "text/plain; note=\"" + SHORT + "\"").withBody(PROMPT),
                    ChatServer.stream(event("{\"content\":\"" + PROMPT + "\"}", "null")),
                    ChatServer.stream(event("{\"content\":\"Hi\"}", "null") + "data: " + PROMPT + "\n\n"),
                    ChatServer.stream("data: {\"error\":{\"message\":\"" + PROMPT + "\"}}\n\n"))) {
                server.answers(answer);
                RecordedStream stream = new RecordedStream();
                model.chat(conversation(), stream);
                nothingIsTold(trace(stream.error()));
            }
        }
    }

    @Test
    void wholeRunAndAFailingOneLogNothingOfIt() {
        server.streamsInTurn(
                events("tool_calls", """
                        {"reasoning_content":"Aurelia has page 7."}""",
                        """
                        {"tool_calls":[{"index":0,"id":"a","function":{"name":"read_page","arguments":"{\\"page\\": \\"hunter2!\\"}"}}]}"""),
                events("stop", "{\"content\":\"Aurelia is well.\"}"));
        RecordedRun recorded = new RecordedRun();
        try (QwenChatModel model = server.builder(ServerFamily.VLLM).listener(new BrokenListener()).build();
                Agent agent = Agents.builder()
                        .model(model)
                        .tools(new Desk())
                        .allow("desk.*")
                        .listener(recorded)
                        .build()) {
            assertThat(agent.run(PROMPT).text()).isEqualTo("Aurelia is well.");
            server.fails(400, "{\"error\":{\"message\":\"no: " + PROMPT + "\"}}");
            try {
                agent.run(PROMPT);
            } catch (AgentException e) {
                nothingIsTold(trace(e));
            }
        }
        assertThat(recorded.events().toString()).doesNotContain(KEY);
        nothingIsTold("");
        assertThat(logged.list).as("the listener's failure is logged, so the log is heard").isNotEmpty();
    }

    /** LangChain4j logs that a listener failed; so it shows that the test hears what is logged. */
    private static final class BrokenListener implements ChatModelListener {
        @Override
        public void onRequest(ChatModelRequestContext context) {
            throw new IllegalStateException("the listener is broken");
        }
    }

    private void nothingIsTold(String elsewhere) {
        String log = logged.list.stream().map(SecrecyTest::whole).toList() + loggedByJdk.toString();
        for (String secret : SECRETS) {
            assertThat(log).doesNotContain(secret);
            assertThat(elsewhere).doesNotContain(secret);
        }
    }

    private static String whole(ILoggingEvent event) {
        return event.getLevel() + " " + event.getFormattedMessage() + " "
                + (event.getThrowableProxy() == null ? "" : event.getThrowableProxy().getMessage());
    }

    private static String trace(Throwable error) {
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
