package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.exception.InternalServerException;
import java.io.ByteArrayOutputStream;
import java.util.Base64;

/** Puts a spoken answer together from its pieces in base64, of which each may be padded for itself or cut anywhere. */
final class SpeechFragments {

    private static final int GROUP = 4;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StringBuilder pending = new StringBuilder();

    /** Takes the {@code audio} of a delta. */
    void accept(JsonNode audio) {
        pending.append(audio.path("data").asText(""));
        int padding = pending.indexOf("=");
        while (padding >= 0) {
            decode(Math.min(pending.length(), (padding / GROUP + 1) * GROUP));
            padding = pending.indexOf("=");
        }
        decode(pending.length() / GROUP * GROUP);
    }

    private void decode(int length) {
        try {
            bytes.writeBytes(Base64.getDecoder().decode(pending.substring(0, length)));
        } catch (IllegalArgumentException e) {
            throw new InternalServerException("the server sent audio that is not base64", e);
        }
        pending.delete(0, length);
    }

    /** All that was said. */
    byte[] bytes() {
        decode(pending.length());
        return bytes.toByteArray();
    }
}
