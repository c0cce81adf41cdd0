package dev.qwenagent.local.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A checked reading position in a mapped file. Little-endian, unaligned. Not thread-safe.
 *
 * <p>
 * Every read says what it is reading, and fails with the offset, the bytes needed and the bytes there before it touches
 * or allocates anything.
 */
final class GgufCursor {

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int LONGEST_NAME = 1024;
    private static final long MOST_TEXT = 128L << 20; // in bytes, of all strings: they are kept on the heap

    private final String source;
    private final MemorySegment file;
    private long position;
    private long textLeft = MOST_TEXT;

    GgufCursor(String source, MemorySegment file) {
        this.source = source;
        this.file = file;
    }

    long position() {
        return position;
    }

    byte byteOf(String what) {
        return file.get(ValueLayout.JAVA_BYTE, advance(1, what));
    }

    short shortOf(String what) {
        return file.get(SHORT, advance(Short.BYTES, what));
    }

    int intOf(String what) {
        return file.get(INT, advance(Integer.BYTES, what));
    }

    long longOf(String what) {
        return file.get(LONG, advance(Long.BYTES, what));
    }

    float floatOf(String what) {
        return Float.intBitsToFloat(intOf(what));
    }

    double doubleOf(String what) {
        return Double.longBitsToDouble(longOf(what));
    }

    /** A string: its length in bytes, then UTF-8. */
    String textOf(String what) {
        long start = position;
        long length = longOf(what);
        if (length < 0 || length > file.byteSize() - position) {
            throw new GgufFormatException(
                    "%s: %s at offset %d: its length is given as %s bytes, but only %d are left; the file is cut off or damaged, fetch it again"
                            .formatted(source, what, start, Long.toUnsignedString(length), file.byteSize() - position));
        }
        if (length > textLeft) {
            throw new GgufFormatException(
                    "%s: %s at offset %d: expected strings of at most %d bytes in all, found one of %d more; the file is damaged, fetch it again"
                            .formatted(source, what, start, MOST_TEXT, length));
        }
        textLeft -= length;
        byte[] bytes = new byte[(int) length];
        MemorySegment.copy(file, ValueLayout.JAVA_BYTE, advance(length, what), bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A string that names something and so can be shown in a message: short, without control characters. */
    String nameOf(String what) {
        long start = position;
        String name = textOf(what);
        if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new GgufFormatException(
                    "%s: %s at offset %d: expected at most %d printable characters; the file is damaged, fetch it again"
                            .formatted(source, what, start, LONGEST_NAME));
        }
        return name;
    }

    /** A number of things that follow, checked against the bytes that are left and against {@code int}. */
    int countOf(String what, long leastBytesEach) {
        long start = position;
        long count = longOf(what);
        long possible = (file.byteSize() - position) / leastBytesEach;
        if (count < 0 || count > possible || count > Integer.MAX_VALUE - 8) {
            throw new GgufFormatException(
                    "%s: %s at offset %d: expected at most %d, since the file has %d bytes, found %s; the file is cut off or damaged, fetch it again"
                            .formatted(source, what, start, possible, file.byteSize(), Long.toUnsignedString(count)));
        }
        return (int) count;
    }

    private long advance(long bytes, String what) {
        if (bytes > file.byteSize() - position) {
            throw new GgufFormatException(
                    "%s: the file ends at offset %d, but %s at offset %d needs %d bytes; it is cut off, fetch it again"
                            .formatted(source, file.byteSize(), what, position, bytes));
        }
        long at = position;
        position += bytes;
        return at;
    }
}
