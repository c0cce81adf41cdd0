package dev.qwenagent.runtime.remote;

import static dev.qwenagent.runtime.remote.ChatServer.event;
import static dev.qwenagent.runtime.remote.ChatServer.events;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes with a reply beside its words. */
class ReplyExtrasTest {

    private final ChatServer server = new ChatServer();
    private final QwenChatModel model = server.model(ServerFamily.MODEL_STUDIO);

    @AfterEach
    void stop() {
        model.close();
        server.close();
    }

    private QwenChatResponseMetadata metadata() {
        return (QwenChatResponseMetadata) ChatServer.ask(model).response().metadata();
    }

    @Test
    void logProbabilitiesAreReadTokenByToken() {
        String logprobs = """
                {"content":[{"token":"Hi","logprob":-0.25,"bytes":[72,105],"top_logprobs":[{"token":"Hi","logprob":-0.25},\
                {"token":"Yo","logprob":-1.5}]}]}""";
        server.streams(event("{\"content\":\"Hi\"}", "null").replace("\"logprobs\":null", "\"logprobs\":" + logprobs)
                + events("stop", "{\"content\":\"!\"}"));
        assertThat(metadata().logProbabilities()).containsExactly(new TokenProbability("Hi", -0.25, List.of(
                new TokenProbability("Hi", -0.25, List.of()), new TokenProbability("Yo", -1.5, List.of()))));
    }

    @Test
    void speechIsPutTogetherHoweverItsBase64WasCut() {
        byte[] spoken = "RIFF....WAVEfmt and so on".getBytes(StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().encodeToString(spoken);
        String first = Base64.getEncoder().encodeToString("padded".getBytes(StandardCharsets.UTF_8));
        String padded = Base64.getEncoder().encodeToString("x".getBytes(StandardCharsets.UTF_8));
        server.streams(events("stop",
                "{\"content\":\"Hello\"}",
                audio(first),
                audio(padded),
                audio(base64.substring(0, 5)),
                audio(base64.substring(5)),
                "{\"audio\":{\"expires_at\":1764763585,\"id\":\"audio_1\"}}"));
        assertThat(new String(metadata().speech(), StandardCharsets.UTF_8)).isEqualTo("paddedx" + new String(spoken,
                StandardCharsets.UTF_8));
    }

    private static String audio(String data) {
        return "{\"audio\":{\"data\":\"" + data + "\",\"expires_at\":1764763585,\"id\":\"audio_1\"}}";
    }

    @Test
    void spokenWordsAreTheTextWhereThereIsNoOther() {
        server.streams(events("stop", "{\"content\":\"\",\"audio\":{\"transcript\":\"Hello \"}}",
                "{\"audio\":{\"transcript\":\"there\"}}"));
        assertThat(ChatServer.ask(model).response().aiMessage().text()).isEqualTo("Hello there");
    }

    @Test
    void usageTellsWhatWasPutIntoTheCache() {
        server.streams(events("stop", "{\"content\":\"Hi\"}").replace("{\"cached_tokens\":16}", """
                {"cached_tokens":0,"text_tokens":22,"cache_creation_input_tokens":1100,\
                "cache_creation":{"ephemeral_5m_input_tokens":1100},"cache_type":"ephemeral"}"""));
        QwenTokenUsage usage = (QwenTokenUsage) metadata().tokenUsage();
        assertThat(usage.cacheCreationTokens()).isEqualTo(1100);
        assertThat(usage.add(usage).cacheCreationTokens()).isEqualTo(2200);
    }

    @Test
    void usageOfEveryChunkIsCumulative() {
        String early = event("{\"content\":\"H\"}", "null").replace("\"usage\":null",
                "\"usage\":{\"prompt_tokens\":22,\"completion_tokens\":1,\"total_tokens\":23}");
        server.streams(early + events("stop", "{\"content\":\"i\"}"));
        assertThat(metadata().tokenUsage().totalTokenCount()).isEqualTo(39);
    }

    @Test
    void requestIdIsKept() {
        server.answers(ChatServer.stream(events("stop", "{\"content\":\"Hi\"}")).withHeader("x-request-id", "r-9"));
        QwenChatResponseMetadata metadata = metadata();
        assertThat(metadata.requestId()).isEqualTo("r-9");
        assertThat(metadata.toBuilder().build()).isEqualTo(metadata);
    }

    @Test
    void firstOfSeveralRepliesIsTheReply() {
        String second = event("{\"content\":\"No\"}", "null").replace("\"index\":0,\"logprobs\"",
                "\"index\":1,\"logprobs\"");
        server.streams(second + events("stop", "{\"content\":\"Yes\"}"));
        assertThat(ChatServer.ask(model).response().aiMessage().text()).isEqualTo("Yes");
    }
}
