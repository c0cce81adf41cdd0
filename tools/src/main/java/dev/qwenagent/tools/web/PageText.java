package dev.qwenagent.tools.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import okhttp3.MediaType;
import okhttp3.ResponseBody;

/** The body of an answer as text. */
final class PageText {

    private static final Set<String> TEXTS = Set.of("json", "xml", "javascript", "x-javascript", "x-ndjson", "yaml",
            "x-yaml");

    private PageText() {}

    /**
     * Reads a body, cut after a number of bytes with a note.
     *
     * @throws IOException if it is no text, or cannot be read
     */
    static String of(ResponseBody body, int limit) throws IOException {
        MediaType type = body.contentType();
        if (type != null && !isText(type)) {
            throw new IOException("the page is " + type.type() + "/" + type.subtype() + ", which is no text");
        }
        Charset declared = type == null ? null : type.charset();
        Charset charset = declared == null ? StandardCharsets.UTF_8 : declared;
        try (InputStream in = body.byteStream()) {
            byte[] bytes = in.readNBytes(limit);
            boolean isCut = in.read() >= 0;
            return new String(bytes, charset) + (isCut ? "\n… (cut after " + limit + " bytes)" : "");
        }
    }

    private static boolean isText(MediaType type) {
        String kind = type.subtype();
        return type.type().equals("text") || TEXTS.contains(kind) || kind.endsWith("+json") || kind.endsWith("+xml");
    }
}
