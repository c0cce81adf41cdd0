package dev.qwenagent.runtime;

import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.qwenagent.api.AgentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files as parts of what a user says. */
public final class Attachments {

    /** Bytes of a text that are taken: no model reads more. */
    public static final int LONGEST_TEXT = 1 << 20;

    /** Bytes of a picture, a recording or a video that are taken. */
    public static final int LONGEST_MEDIA = 64 << 20;

    private Attachments() {}

    /**
     * A file as a part of a message, for {@link dev.langchain4j.data.message.UserMessage}: a picture, a recording or a video
     * as such, told by how it begins; any other file as text, with its name before it. Whether a model can take it is seen
     * when it is asked.
     *
     * @throws AgentException if there is no such file, it cannot be read, is too long, or is neither of these nor text in UTF-8
     */
    public static Content of(Path file) {
        return of(file.toString(), file);
    }

    /**
     * The same under another name.
     *
     * @param name what the file is called in messages and before a text
     */
    public static Content of(String name, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST_MEDIA + 1);
            return MediaType.of(bytes)
                    .map(type -> type.content(checkedLength(name, bytes)))
                    .orElseGet(() -> TextContent.from(name + ":\n" + text(name, bytes)));
        } catch (NoSuchFileException e) {
            throw new AgentException(name + ": there is no such file", e);
        } catch (IOException e) {
            throw new AgentException(name + ": the file cannot be read: " + e, e);
        }
    }

    private static byte[] checkedLength(String name, byte[] bytes) {
        if (bytes.length > LONGEST_MEDIA) {
            throw tooLong(name, LONGEST_MEDIA);
        }
        return bytes;
    }

    /**
     * Bytes as text.
     *
     * @param name where they are from, for messages
     * @throws AgentException if they are too many, or not UTF-8
     */
    public static String text(String name, byte[] bytes) {
        if (bytes.length > LONGEST_TEXT) {
            throw tooLong(name, LONGEST_TEXT);
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.indexOf('\0') < 0) {
                return text;
            }
            throw noText(name);
        } catch (CharacterCodingException e) {
            throw noText(name);
        }
    }

    private static AgentException tooLong(String name, int most) {
        return new AgentException(name + ": expected at most " + most + " bytes, found more");
    }

    private static AgentException noText(String name) {
        return new AgentException(
                name + ": expected text in UTF-8, an image (PNG, JPEG, GIF, WebP, BMP, HEIC), audio (WAV,"
                        + " MP3, FLAC, Ogg, M4A) or video (MP4, MOV, WebM, AVI); found something else");
    }
}
