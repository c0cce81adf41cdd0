package dev.qwenagent.tools.builtin;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes to text: UTF-8, or what a byte order mark says. Anything else is taken to be no text. */
final class TextDecoder {

    private enum Mark {
        UTF_8(StandardCharsets.UTF_8, 0xEF, 0xBB, 0xBF),
        UTF_16_BIG(StandardCharsets.UTF_16BE, 0xFE, 0xFF),
        UTF_16_LITTLE(StandardCharsets.UTF_16LE, 0xFF, 0xFE);

        private final Charset charset;
        private final byte[] bytes;

        Mark(Charset charset, int... bytes) {
            this.charset = charset;
            this.bytes = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                this.bytes[i] = (byte) bytes[i];
            }
        }

        boolean begins(byte[] content) {
            return content.length >= bytes.length && Arrays.equals(bytes, 0, bytes.length, content, 0, bytes.length);
        }
    }

    private TextDecoder() {}

    /**
     * The text without its mark.
     *
     * @throws CharacterCodingException if the bytes are no text
     */
    static String decode(byte[] content) throws CharacterCodingException {
        for (Mark mark : Mark.values()) {
            if (mark.begins(content)) {
                return decode(content, mark.bytes.length, mark.charset);
            }
        }
        String text = decode(content, 0, StandardCharsets.UTF_8);
        if (text.indexOf('\0') >= 0) {
            throw new CharacterCodingException();
        }
        return text;
    }

    private static String decode(byte[] content, int start, Charset charset) throws CharacterCodingException {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(content, start, content.length - start))
                .toString();
    }
}
