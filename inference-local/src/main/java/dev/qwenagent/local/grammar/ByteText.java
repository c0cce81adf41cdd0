package dev.qwenagent.local.grammar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes that are being collected. */
final class ByteText {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void add(int value) {
        bytes.write(value);
    }

    void add(byte[] values) {
        bytes.writeBytes(values);
    }

    void add(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
