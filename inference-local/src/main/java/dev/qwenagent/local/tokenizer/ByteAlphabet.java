package dev.qwenagent.local.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The alphabet in which byte-level vocabularies write bytes: one printable character a byte.
 * <p>
 * Bytes that are printable in Latin-1 (33 to 126, 161 to 172, 174 to 255) stand for themselves; the other 68 are, in their
 * order, the characters from 256 on. So the space is {@code Ġ} (288) and the line feed {@code Ċ} (266). The scheme comes
 * from GPT-2's {@code encoder.py}.
 */
final class ByteAlphabet {

    private static final char[] LETTERS = new char[256];
    private static final short[] BYTES = new short[256 + 68];

    static {
        char next = 256;
        for (int value = 0; value < 256; value++) {
            boolean printable = value >= 33 && value <= 126 || value >= 161 && value != 173;
            LETTERS[value] = printable ? (char) value : next++;
        }
        Arrays.fill(BYTES, (short) -1);
        for (int value = 0; value < 256; value++) {
            BYTES[LETTERS[value]] = (short) value;
        }
    }

    private ByteAlphabet() {}

    /** The letter of a byte, given as 0 to 255. */
    static char letter(int value) {
        return LETTERS[value];
    }

    /** The bytes that a token's text stands for; a character outside the alphabet stands for its own UTF-8 bytes. */
    static byte[] bytes(String letters) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(letters.length());
        int i = 0;
        while (i < letters.length()) {
            int letter = letters.codePointAt(i);
            int value = letter < BYTES.length ? BYTES[letter] : -1;
            if (value >= 0) {
                bytes.write(value);
            } else {
                bytes.writeBytes(Character.toString(letter).getBytes(StandardCharsets.UTF_8));
            }
            i += Character.charCount(letter);
        }
        return bytes.toByteArray();
    }
}
