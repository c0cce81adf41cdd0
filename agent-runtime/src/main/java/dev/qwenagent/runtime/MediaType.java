package dev.qwenagent.runtime;

import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.VideoContent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** The kinds of pictures, sound and video that models read, told by how a file begins, since its name may say anything. */
enum MediaType {

    PNG("image/png", Part.of(0, "\u0089PNG")),
    JPEG("image/jpeg", Part.of(0, "\u00ff\u00d8\u00ff")),
    GIF("image/gif", Part.of(0, "GIF8")),
    WEBP("image/webp", Part.of(0, "RIFF"), Part.of(8, "WEBP")),
    BMP("image/bmp", Part.of(0, "BM"), Part.of(6, "\0\0\0\0")),
    HEIC("image/heic", Part.of(4, "ftyphei")),
    WAV("audio/wav", Part.of(0, "RIFF"), Part.of(8, "WAVE")),
    MP3_TAGGED("audio/mpeg", Part.of(0, "ID3")),
    MP3("audio/mpeg", Part.of(0, "\u00ff\u00fb")),
    FLAC("audio/flac", Part.of(0, "fLaC")),
    OGG("audio/ogg", Part.of(0, "OggS")),
    M4A("audio/x-m4a", Part.of(4, "ftypM4A")),
    MOV("video/quicktime", Part.of(4, "ftypqt")),
    MP4("video/mp4", Part.of(4, "ftyp")),
    WEBM("video/webm", Part.of(0, "\u001aE\u00df\u00a3")),
    AVI("video/x-msvideo", Part.of(0, "RIFF"), Part.of(8, "AVI "));

    /** Bytes at a place. */
    private record Part(int at, byte[] bytes) {

        static Part of(int at, String bytes) {
            return new Part(at, bytes.getBytes(StandardCharsets.ISO_8859_1));
        }

        boolean isIn(byte[] file) {
            int end = at + bytes.length;
            return file.length >= end && Arrays.equals(file, at, end, bytes, 0, bytes.length);
        }
    }

    private final String mimeType;
    private final Part[] beginning;

    MediaType(String mimeType, Part... beginning) {
        this.mimeType = mimeType;
        this.beginning = beginning;
    }

    /** The kind of a file; empty if it is none of these. */
    static Optional<MediaType> of(byte[] file) {
        return Arrays.stream(values())
                .filter(type -> Arrays.stream(type.beginning).allMatch(part -> part.isIn(file)))
                .findFirst();
    }

    /** A file of this kind as a part of a message. */
    Content content(byte[] file) {
        String base64 = Base64.getEncoder().encodeToString(file);
        return switch (this) {
            case PNG, JPEG, GIF, WEBP, BMP, HEIC -> ImageContent.from(base64, mimeType);
            case WAV, MP3_TAGGED, MP3, FLAC, OGG, M4A -> AudioContent.from(base64, mimeType);
            case MOV, MP4, WEBM, AVI -> VideoContent.from(base64, mimeType);
        };
    }
}
