package dev.qwenagent.runtime.remote;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.video.Video;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.net.URI;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a picture, a recording or a video is: at an address that the server fetches, or in the request itself. */
record MediaSource(@Nullable URI url, @Nullable String base64, @Nullable String mimeType, String kind) {

    /** The longest data URL that Model Studio takes, in bytes: 10 MB. */
    private static final int LONGEST_DATA_URL = 10 << 20;

    static MediaSource of(Image image) {
        return new MediaSource(image.url(), image.base64Data(), image.mimeType(), "image");
    }

    static MediaSource of(Audio audio) {
        String base64 = audio.binaryData() == null ? audio.base64Data()
                : Base64.getEncoder().encodeToString(audio.binaryData());
        return new MediaSource(audio.url(), base64, audio.mimeType(), "audio");
    }

    static MediaSource of(Video video) {
        return new MediaSource(video.url(), video.base64Data(), video.mimeType(), "video");
    }

    /**
     * The address, or the content as a data URL.
     *
     * @throws InvalidRequestException if the data URL is longer than the server takes
     */
    String asUrl(MessageStyle style) {
        if (base64 == null) {
            return String.valueOf(url);
        }
        // Model Studio's own examples leave the type of audio out of the URL; the format stands beside it.
        String type = kind.equals("audio") ? "" : mimeType == null ? kind + "/" + defaultFormat() : mimeType;
        String data = "data:" + type + ";base64," + base64;
        if (style.family() == ServerFamily.MODEL_STUDIO && data.length() > LONGEST_DATA_URL) {
            throw new InvalidRequestException(
                    "the " + kind + " is " + data.length() + " bytes long when written into the"
                            + " request; Model Studio takes at most " + LONGEST_DATA_URL
                            + ", so make it smaller, or give its address instead");
        }
        return data;
    }

    /**
     * The content, where a server takes no address.
     *
     * @throws UnsupportedFeatureException if there is only an address
     */
    String asBase64() {
        if (base64 == null) {
            throw new UnsupportedFeatureException("this server takes " + kind
                    + " in the request and not by its address; give the content itself");
        }
        return base64;
    }

    /** The last part of the type, such as {@code wav}; of an address its ending. */
    String format() {
        String type = mimeType == null ? "" : mimeType.substring(mimeType.indexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (type.isEmpty() && url != null && url.getPath() != null) {
            type = url.getPath().substring(url.getPath().lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        }
        return switch (type) {
            case "" -> defaultFormat();
            case "mpeg" -> "mp3";
            case "x-wav", "wave", "vnd.wave" -> "wav";
            case "mp4", "x-m4a" -> "m4a";
            default -> type;
        };
    }

    private String defaultFormat() {
        return switch (kind) {
            case "audio" -> "wav";
            case "video" -> "mp4";
            default -> "png";
        };
    }
}
