package dev.qwenagent.runtime.remote;

import static dev.qwenagent.runtime.remote.ChatServer.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures, sound and video, as each kind of server takes them. */
class MediaContentTest {

    private static final TextContent QUESTION = TextContent.from("What is this?");
    private static final ImageContent PICTURE = ImageContent.from("aGk=", "image/png");
    private static final String OMNI = "qwen3-omni-flash";

    private final ChatServer server = new ChatServer();

    @BeforeEach
    void answer() {
        server.streams(events("stop", "{\"content\":\"ok\"}"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pictureIsAnAddressOrADataUrlWithItsPixelsBesideIt() throws JsonProcessingException {
        UserMessage seen = UserMessage.from(
                QUESTION, PICTURE, ImageContent.from(URI.create("https://example.org/a.jpg")));
        var parameters = QwenChatRequestParameters.builder()
                .modelName(OMNI)
                .vision(VisionSettings.DEFAULT.withPixels(3136, 12_845_056))
                .build();
        assertThat(content(ServerFamily.MODEL_STUDIO, seen, parameters)).isEqualTo(
                json("""
                [{"type":"text","text":"What is this?"},
                 {"type":"image_url","image_url":{"url":"data:image/png;base64,aGk="},"min_pixels":3136,"max_pixels":12845056},
                 {"type":"image_url","image_url":{"url":"https://example.org/a.jpg"},"min_pixels":3136,"max_pixels":12845056}]"""));
    }

    @Test
    void textAloneStaysAString() throws JsonProcessingException {
        UserMessage two = UserMessage.from(TextContent.from("One."), TextContent.from("Two."));
        assertThat(content(ServerFamily.MODEL_STUDIO, two, omni()).asText()).isEqualTo("One.\nTwo.");
    }

    @Test
    void soundIsADataUrlForModelStudioAndBareBase64ForOthers() throws JsonProcessingException {
        UserMessage heard = UserMessage.from(AudioContent.from("aGk=", "audio/wav"), QUESTION);
        assertThat(content(ServerFamily.MODEL_STUDIO, heard, omni()).get(0)).isEqualTo(json("""
                {"type":"input_audio","input_audio":{"data":"data:;base64,aGk=","format":"wav"}}"""));
        assertThat(content(ServerFamily.VLLM, heard, omni()).get(0)).isEqualTo(json("""
                {"type":"input_audio","input_audio":{"data":"aGk=","format":"wav"}}"""));
        UserMessage linked = UserMessage.from(AudioContent.from(URI.create("https://example.org/a.mp3")), QUESTION);
        assertThat(content(ServerFamily.MODEL_STUDIO, linked, omni()).get(0)).isEqualTo(json("""
                {"type":"input_audio","input_audio":{"data":"https://example.org/a.mp3","format":"mp3"}}"""));
        assertThat(refusal(ServerFamily.LLAMA_CPP, linked)).hasMessageContaining("give the content itself");
        assertThat(refusal(ServerFamily.OLLAMA, heard)).hasMessageContaining("no audio");
    }

    @Test
    void videoIsOneAddressWithItsFramesASecond() throws JsonProcessingException {
        UserMessage seen = UserMessage.from(VideoContent.from(URI.create("https://example.org/a.mp4")), QUESTION);
        var parameters = QwenChatRequestParameters.builder()
                .modelName(OMNI)
                .vision(VisionSettings.DEFAULT.withFramesPerSecond(2).withTotalPixels(1_000_000))
                .build();
        assertThat(content(ServerFamily.MODEL_STUDIO, seen, parameters).get(0)).isEqualTo(
                json("""
                {"type":"video_url","video_url":{"url":"https://example.org/a.mp4"},"total_pixels":1000000,"fps":2.0}"""));
        assertThat(refusal(ServerFamily.LLAMA_CPP, seen)).hasMessageContaining("frames as images");
    }

    @Test
    void framesAreOneVideoForModelStudioAndPicturesForOthers() throws JsonProcessingException {
        Image frame = PICTURE.image();
        UserMessage frames = VideoFrames.message(List.of(frame, frame), 0.5, "What happens?");
        UserMessage stored = (UserMessage) ChatMessageDeserializer
                .messageFromJson(ChatMessageSerializer.messageToJson(frames));
        assertThat(content(ServerFamily.MODEL_STUDIO, stored, omni())).isEqualTo(json("""
                [{"type":"video","video":["data:image/png;base64,aGk=","data:image/png;base64,aGk="],"fps":0.5},
                 {"type":"text","text":"What happens?"}]"""));
        assertThat(content(ServerFamily.VLLM, stored, omni()).findValuesAsText("type"))
                .containsExactly("image_url", "image_url", "text");
        assertThatThrownBy(() -> VideoFrames.message(List.of(frame), 1, "?"))
                .hasMessageContaining("2 frames or more");
    }

    @ParameterizedTest
    @CsvSource({"qwen3-max-2026-01-23, text and no image, qwen3-vl-plus", "qwen-plus-latest, text and no image, -vl-",
        "qwen3-coder-plus, text and no image, -vl-"})
    void modelThatReadsTextAloneIsNotSentPictures(String model, String message, String remedy) {
        assertThat(refusal(ServerFamily.MODEL_STUDIO, model, UserMessage.from(QUESTION, PICTURE)))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContainingAll(message, remedy);
    }

    @Test
    void modelThatSeesIsNotSentSound() {
        UserMessage heard = UserMessage.from(AudioContent.from("aGk=", "audio/wav"));
        assertThat(refusal(ServerFamily.MODEL_STUDIO, "qwen3-vl-plus", heard))
                .hasMessageContainingAll("text, image, video and no audio", "qwen3-omni-flash");
    }

    @Test
    void whatAModelTakesMayBeSaid() {
        RecordedStream stream = new RecordedStream();
        try (QwenChatModel model = server.builder(ServerFamily.VLLM).takes(ContentType.TEXT).build()) {
            model.chat(ChatRequest.builder().messages(UserMessage.from(QUESTION, PICTURE)).build(), stream);
        }
        assertThat(stream.error()).hasMessageContaining("text and no image");
    }

    @Test
    void otherFilesAreRefusedByTheirKind() {
        UserMessage pdf = UserMessage.from(PdfFileContent.from("aGk=", "application/pdf"), QUESTION);
        assertThat(refusal(ServerFamily.VLLM, pdf)).isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContainingAll("PDF", "text, images, audio and video can");
    }

    @Test
    void pictureTooLongForARequestIsRefusedWithItsLength() {
        ImageContent large = ImageContent.from("A".repeat(11 << 20), "image/png");
        assertThat(refusal(ServerFamily.MODEL_STUDIO, OMNI, UserMessage.from(QUESTION, large)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContainingAll("at most 10485760", "give its address");
    }

    @Test
    void pixelsAreChecked() {
        assertThatThrownBy(() -> VisionSettings.DEFAULT.withPixels(10, 5)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("minPixels is at most maxPixels (5); found 10");
        assertThatThrownBy(() -> VisionSettings.DEFAULT.withTotalPixels(0)).hasMessageContaining("above 0");
    }

    private JsonNode content(ServerFamily family, UserMessage message, QwenChatRequestParameters parameters)
            throws JsonProcessingException {
        return server.sent(family, ChatRequest.builder().messages(message).parameters(parameters).build())
                .at("/messages/0/content");
    }

    private Throwable refusal(ServerFamily family, UserMessage message) {
        return refusal(family, OMNI, message);
    }

    private Throwable refusal(ServerFamily family, String name, UserMessage message) {
        int before = server.requests();
        RecordedStream stream = new RecordedStream();
        try (QwenChatModel model = server.builder(family).modelName(name).build()) {
            model.chat(ChatRequest.builder().messages(message).build(), stream);
        }
        assertThat(server.requests()).isEqualTo(before);
        return stream.error();
    }

    private static QwenChatRequestParameters omni() {
        return QwenChatRequestParameters.builder().modelName(OMNI).build();
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
