package dev.qwenagent.local.grammar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One text and no other. */
final class Literal implements Terminal {

    private final byte[] bytes;
    private final int at;

    private Literal(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    static Literal of(String text) {
        return new Literal(text.getBytes(StandardCharsets.UTF_8), 0);
    }

    int remaining() {
        return bytes.length - at;
    }

    /** The byte, 0 to 255, that comes after some number of others. */
    int byteAt(int index) {
        return bytes[at + index] & 0xFF;
    }

    @Override
    public @Nullable Terminal next(int value) {
        return at < bytes.length && byteAt(0) == value ? new Literal(bytes, at + 1) : null;
    }

    @Override
    public boolean mayEnd() {
        return at == bytes.length;
    }

    @Override
    public boolean mayGoOn() {
        return at < bytes.length;
    }

    @Override
    public int onlyByte() {
        return byteAt(0);
    }

    @Override
    public long length() {
        return remaining();
    }

    @Override
    public void shortest(ByteText out) {
        out.add(Arrays.copyOfRange(bytes, at, bytes.length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Literal that
                && Arrays.equals(bytes, at, bytes.length, that.bytes, that.at, that.bytes.length);
    }

    @Override
    public int hashCode() {
        int hash = bytes.length - at;
        for (int i = at; i < Math.min(bytes.length, at + 24); i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }
}
