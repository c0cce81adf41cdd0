package dev.qwenagent.runtime.remote;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.qwenagent.runtime.retry.RetryPolicy;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A chat completions server on this machine that answers as told, and a model that talks to it. */
final class ChatServer implements AutoCloseable {

    static final String KEY = "sk-0123456789abcdef";

    private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());

    ChatServer() {
        server.start();
    }

    QwenChatModel model(ServerFamily family) {
        return builder(family).build();
    }

    QwenChatModelBuilder builder(ServerFamily family) {
        return QwenChatModel.builder()
                .endpoint(new Endpoint(URI.create(server.baseUrl() + "/v1"), family))
                .environment(Map.of())
                .apiKey(Secret.of(KEY))
                .retries(RetryPolicy.NONE)
                .modelName("qwen3-max");
    }

    void answers(ResponseDefinitionBuilder response) {
        server.stubFor(post(urlEqualTo("/v1/chat/completions")).willReturn(response));
    }

    /** Answers with these bytes as a stream of events. */
    void streams(String body) {
        answers(stream(body));
    }

    /** Answers with one of these bodies after the other, each as a stream of events. */
    void streamsInTurn(String... bodies) {
        answersInTurn(Arrays.stream(bodies).map(ChatServer::stream).toArray(ResponseDefinitionBuilder[]::new));
    }

    void answersInTurn(ResponseDefinitionBuilder... responses) {
        for (int i = 0; i < responses.length; i++) {
            server.stubFor(post(urlEqualTo("/v1/chat/completions"))
                    .inScenario("turns")
                    .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "turn " + i)
                    .willReturn(responses[i])
                    .willSetStateTo("turn " + (i + 1)));
        }
    }

    /** The name under which an agent finds this server. */
    String modelName() {
        return modelName(ServerFamily.CHAT_TEMPLATE.prefix());
    }

    /** The same, with this in front. */
    String modelName(String prefix) {
        return prefix + ":" + server.baseUrl() + "/v1#qwen3-max";
    }

    static ResponseDefinitionBuilder stream(String body) {
        return aResponse().withHeader("Content-Type", "text/event-stream;charset=UTF-8").withBody(body);
    }

    /** A stream of chunks with these deltas, the reason it ended, its usage and the closing event. */
    static String events(String finishReason, String... deltas) {
        return Arrays.stream(deltas).map(delta -> event(delta, "null")).collect(Collectors.joining())
                + event("{}", '"' + finishReason + '"')
                + """
                data: {"choices":[],"id":"chatcmpl-1","model":"qwen3-max","usage":{"prompt_tokens":22,"completion_tokens":17,\
                "total_tokens":39,"prompt_tokens_details":{"cached_tokens":16},"completion_tokens_details":{"reasoning_tokens":5}}}

                data: [DONE]

                """;
    }

    static String event(String delta, String finishReason) {
        return "data: {\"choices\":[{\"finish_reason\":" + finishReason + ",\"delta\":" + delta
                + ",\"index\":0,\"logprobs\":null}],\"object\":\"chat.completion.chunk\",\"usage\":null,"
                + "\"model\":\"qwen3-max\",\"id\":\"chatcmpl-1\"}\n\n";
    }

    /** Answers with this status and body. */
    void fails(int status, String body) {
        answers(aResponse().withStatus(status).withHeader("Content-Type", "application/json").withBody(body));
    }

    static ChatRequest hello() {
        return ChatRequest.builder().messages(UserMessage.from("Hello")).build();
    }

    /** Sends "Hello" and waits for the end. */
    static RecordedStream ask(QwenChatModel model) {
        RecordedStream stream = new RecordedStream();
        model.chat(hello(), stream);
        return stream;
    }

    /** Sends a request and gives what arrived of it; the server has to answer. */
    JsonNode sent(ServerFamily family, ChatRequest request) throws JsonProcessingException {
        try (QwenChatModel model = model(family)) {
            RecordedStream stream = new RecordedStream();
            model.chat(request, stream);
            stream.response();
        }
        return lastBody();
    }

    static ChatRequest hello(ChatRequestParameters parameters) {
        return ChatRequest.builder().messages(UserMessage.from("Hello")).parameters(parameters).build();
    }

    JsonNode lastBody() throws JsonProcessingException {
        return new ObjectMapper().readTree(server.getAllServeEvents().getFirst().getRequest().getBodyAsString());
    }

    /** The bodies of all requests that came. */
    List<String> bodies() {
        return server.getAllServeEvents().stream().map(event -> event.getRequest().getBodyAsString()).toList();
    }

    String lastHeader(String name) {
        return server.getAllServeEvents().getFirst().getRequest().getHeader(name);
    }

    int requests() {
        return server.getAllServeEvents().size();
    }

    @Override
    public void close() {
        server.stop();
    }
}
