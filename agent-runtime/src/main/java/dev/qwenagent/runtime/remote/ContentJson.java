package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes what a message holds: a string where there is text alone, since some text models mishandle an array of one part. */
final class ContentJson {

    private final MessageStyle style;

    ContentJson(MessageStyle style) {
        this.style = style;
    }

    /**
     * Writes a message's contents.
     *
     * @param framesPerSecond how many of its pictures make a second of video; {@link VideoFrames#NONE} if they are pictures
     * @throws UnsupportedFeatureException if one is of a kind that the server or the model cannot take
     */
    void write(ObjectNode message, List<Content> contents, double framesPerSecond) {
        if (contents.stream().allMatch(TextContent.class::isInstance)) {
            message.put("content",
                    contents.stream().map(text -> ((TextContent) text).text()).collect(Collectors.joining("\n")));
            return;
        }
        contents.forEach(content -> checkTaken(content.type()));
        ArrayNode parts = message.putArray("content");
        boolean framesAreAVideo = framesPerSecond != VideoFrames.NONE && style.family() == ServerFamily.MODEL_STUDIO;
        if (framesAreAVideo) {
            writeFrames(parts.addObject(), contents, framesPerSecond);
        }
        for (Content content : contents) {
            switch (content) {
                case TextContent text -> parts.addObject().put("type", "text").put("text", text.text());
                case ImageContent image -> {
                    if (!framesAreAVideo) {
                        writePicture(parts.addObject(), image);
                    }
                }
                case AudioContent audio -> writeAudio(parts.addObject(), MediaSource.of(audio.audio()));
                case VideoContent video -> writeVideo(parts.addObject(), MediaSource.of(video.video()));
                default -> throw new UnsupportedFeatureException("content of type " + content.type()
                        + " cannot be sent; text, images, audio and video can");
            }
        }
    }

    private void checkTaken(ContentType type) {
        if (!style.takes().contains(type)) {
            throw new UnsupportedFeatureException("the model reads "
                    + style.takes().stream().sorted().map(ContentJson::word).collect(Collectors.joining(", "))
                    + " and no " + word(type) + "; leave it out, or choose a model that does, such as "
                    + (type == ContentType.AUDIO ? "qwen3-omni-flash" : "qwen3-vl-plus"));
        }
    }

    private static String word(ContentType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private void writePicture(ObjectNode part, ImageContent image) {
        part.put("type", "image_url").putObject("image_url").put("url", MediaSource.of(image.image()).asUrl(style));
        style.vision().writePicture(part);
    }

    private void writeFrames(ObjectNode part, List<Content> contents, double framesPerSecond) {
        ArrayNode frames = part.put("type", "video").putArray("video");
        for (Content content : contents) {
            if (content instanceof ImageContent image) {
                frames.add(MediaSource.of(image.image()).asUrl(style));
            }
        }
        style.vision().writeVideo(part);
        part.put("fps", framesPerSecond);
    }

    private void writeVideo(ObjectNode part, MediaSource video) {
        switch (style.family()) {
            case MODEL_STUDIO, VLLM, SGLANG, CHAT_TEMPLATE, SOFT_SWITCH, PLAIN -> {
                part.put("type", "video_url").putObject("video_url").put("url", video.asUrl(style));
                style.vision().writeVideo(part);
            }
            case LLAMA_CPP, OLLAMA ->
                throw new UnsupportedFeatureException("a server of " + style.family().prefix()
                        + " takes no video; give it frames as images");
        }
    }

    private void writeAudio(ObjectNode part, MediaSource audio) {
        switch (style.family()) {
            case MODEL_STUDIO -> part.put("type", "input_audio")
                    .putObject("input_audio")
                    .put("data", audio.asUrl(style))
                    .put("format", audio.format());
            case VLLM, SGLANG, LLAMA_CPP, CHAT_TEMPLATE, SOFT_SWITCH, PLAIN -> part.put("type", "input_audio")
                    .putObject("input_audio")
                    .put("data", audio.asBase64())
                    .put("format", audio.format());
            case OLLAMA -> throw new UnsupportedFeatureException("a server of ollama takes no audio");
        }
    }

    /** Asks for all that was read up to this part to be kept. */
    static void markCached(ObjectNode part) {
        part.putObject("cache_control").put("type", "ephemeral");
    }

    /** The same for a message, whose text becomes a part so that it can be marked. */
    static void markLastPartCached(ObjectNode message) {
        JsonNode content = message.get("content");
        if (content instanceof ArrayNode parts) {
            markCached((ObjectNode) parts.get(parts.size() - 1));
        } else {
            markCached(message.putArray("content").addObject().put("type", "text").put("text", content.asText()));
        }
    }
}
