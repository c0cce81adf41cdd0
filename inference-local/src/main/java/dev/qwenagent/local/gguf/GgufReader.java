package dev.qwenagent.local.gguf;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the part of a file that comes before the tensors' bytes.
 *
 * <pre>
 * magic "GGUF" | version u32 | tensor count u64 | metadata count u64
 * metadata:  key string | type u32 | value                                   (an array is: type u32 | count u64 | items)
 * directory: name string | dimensions u32 | extents u64... | type u32 | offset u64
 * padding to general.alignment (32 unless said otherwise), then the data
 * </pre>
 */
final class GgufReader {

    private static final int MAGIC = 0x46554747; // "GGUF", little-endian
    private static final int MOST_DIMENSIONS = 4;
    private static final int MOST_NESTING = 4;
    private static final long DEFAULT_ALIGNMENT = 32;
    private static final int MOST_ITEMS = 1 << 21; // three for each token of a vocabulary far larger than any model's

    /** What the header of a file says. */
    record Header(int version, GgufMetadata metadata, Map<String, TensorInfo> tensors, long dataOffset) {}

    private final String source;
    private final long fileBytes;
    private final GgufCursor cursor;
    private int itemsLeft = MOST_ITEMS;

    GgufReader(String source, MemorySegment file) {
        this.source = source;
        this.fileBytes = file.byteSize();
        this.cursor = new GgufCursor(source, file);
    }

    Header read() {
        int magic = cursor.intOf("the magic number");
        if (magic != MAGIC) {
            throw new GgufFormatException(
                    "%s: not a GGUF file: expected the magic number 0x%08x (\"GGUF\") at offset 0, found 0x%08x; give a model file that ends in .gguf"
                            .formatted(source, MAGIC, magic));
        }
        int version = version();
        int tensorCount = cursor.countOf("the number of tensors", 24);
        int valueCount = cursor.countOf("the number of metadata values", 13);
        GgufMetadata metadata = metadata(valueCount);
        long alignment = alignment(metadata);
        List<TensorInfo> listed = new ArrayList<>();
        for (int i = 0; i < tensorCount; i++) {
            listed.add(tensorInfo(i, alignment));
        }
        long dataOffset = Math.ceilDiv(cursor.position(), alignment) * alignment;
        return new Header(version, metadata, within(dataOffset, listed), dataOffset);
    }

    private int version() {
        int version = cursor.intOf("the version");
        if (version == 2 || version == 3) {
            return version;
        }
        int swapped = Integer.reverseBytes(version);
        if (swapped == 2 || swapped == 3) {
            throw new GgufFormatException(
                    "%s: the file is big-endian (GGUF version %d at offset 4), expected little-endian; convert the model again"
                            .formatted(source, swapped));
        }
        throw new GgufFormatException(
                "%s: GGUF version %s is not supported, expected 2 or 3 at offset 4; convert the model again"
                        .formatted(source, Integer.toUnsignedString(version)));
    }

    private GgufMetadata metadata(int count) {
        Map<String, GgufValue> values = new LinkedHashMap<>();
        Map<String, Long> offsets = new HashMap<>();
        for (int i = 0; i < count; i++) {
            long start = cursor.position();
            String key = cursor.nameOf("the key of metadata value " + i);
            String what = "metadata " + key;
            int type = cursor.intOf(what);
            offsets.put(key, cursor.position());
            if (values.put(key, value(what, type, 0)) != null) {
                throw new GgufFormatException(
                        "%s: metadata %s at offset %d: expected each key once, found it again; the file is damaged"
                                .formatted(source, key, start));
            }
        }
        return new GgufMetadata(source, values, offsets);
    }

    private GgufValue value(String what, int type, int nesting) {
        return switch (type) {
            case 0 -> new GgufValue.Whole(cursor.byteOf(what) & 0xFF);
            case 1 -> new GgufValue.Whole(cursor.byteOf(what));
            case 2 -> new GgufValue.Whole(cursor.shortOf(what) & 0xFFFF);
            case 3 -> new GgufValue.Whole(cursor.shortOf(what));
            case 4 -> new GgufValue.Whole(Integer.toUnsignedLong(cursor.intOf(what)));
            case 5 -> new GgufValue.Whole(cursor.intOf(what));
            case 6 -> new GgufValue.Real(cursor.floatOf(what));
            case 7 -> new GgufValue.Flag(cursor.byteOf(what) != 0);
            case 8 -> new GgufValue.Text(cursor.textOf(what));
            case 9 -> array(what, nesting);
            case 10, 11 -> new GgufValue.Whole(cursor.longOf(what));
            case 12 -> new GgufValue.Real(cursor.doubleOf(what));
            default -> throw unknownType(what, type);
        };
    }

    private GgufValue array(String what, int nesting) {
        if (nesting == MOST_NESTING) {
            throw new GgufFormatException(
                    "%s: %s at offset %d: expected arrays nested at most %d deep, found more; the file is damaged"
                            .formatted(source, what, cursor.position(), MOST_NESTING));
        }
        int type = cursor.intOf(what);
        int count = cursor.countOf("the length of " + what, leastBytes(what, type));
        take(count, what);
        return switch (type) {
            case 0, 1, 2, 3, 4, 5, 10, 11 -> {
                long[] wholes = new long[count];
                for (int i = 0; i < count; i++) {
                    wholes[i] = whole(what, type);
                }
                yield new GgufValue.Wholes(wholes);
            }
            case 6, 12 -> {
                double[] reals = new double[count];
                for (int i = 0; i < count; i++) {
                    reals[i] = type == 6 ? cursor.floatOf(what) : cursor.doubleOf(what);
                }
                yield new GgufValue.Reals(reals);
            }
            case 7 -> {
                boolean[] flags = new boolean[count];
                for (int i = 0; i < count; i++) {
                    flags[i] = cursor.byteOf(what) != 0;
                }
                yield new GgufValue.Flags(flags);
            }
            case 8 -> {
                List<String> texts = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    texts.add(cursor.textOf(what));
                }
                yield new GgufValue.Texts(List.copyOf(texts));
            }
            default -> {
                List<GgufValue> arrays = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    arrays.add(array(what, nesting + 1));
                }
                yield new GgufValue.Arrayed(List.copyOf(arrays));
            }
        };
    }

    /** Counts items of arrays: all are kept on the heap, whatever the size of the file. */
    private void take(int count, String what) {
        if (count > itemsLeft) {
            throw new GgufFormatException(
                    "%s: the length of %s before offset %d: expected at most %d items in all arrays of the metadata, found more; the file is damaged"
                            .formatted(source, what, cursor.position(), MOST_ITEMS));
        }
        itemsLeft -= count;
    }

    private long whole(String what, int type) {
        return switch (type) {
            case 0 -> cursor.byteOf(what) & 0xFF;
            case 1 -> cursor.byteOf(what);
            case 2 -> cursor.shortOf(what) & 0xFFFF;
            case 3 -> cursor.shortOf(what);
            case 4 -> Integer.toUnsignedLong(cursor.intOf(what));
            case 5 -> cursor.intOf(what);
            default -> cursor.longOf(what);
        };
    }

    private int leastBytes(String what, int type) {
        return switch (type) {
            case 0, 1, 7 -> 1;
            case 2, 3 -> 2;
            case 4, 5, 6 -> 4;
            case 8, 10, 11, 12 -> 8;
            case 9 -> 12;
            default -> throw unknownType(what, type);
        };
    }

    private GgufFormatException unknownType(String what, int type) {
        return new GgufFormatException(
                "%s: %s at offset %d: value type %s is unknown, expected 0 to 12; the file is damaged or of a newer format"
                        .formatted(source, what, cursor.position(), Integer.toUnsignedString(type)));
    }

    private long alignment(GgufMetadata metadata) {
        long alignment = metadata.findWhole("general.alignment").orElse(DEFAULT_ALIGNMENT);
        if (alignment < 1 || alignment > 1 << 20 || Long.bitCount(alignment) != 1) {
            throw new GgufFormatException(
                    "%s: expected a power of two up to 1048576, found %d; the file is damaged"
                            .formatted(metadata.place("general.alignment"), alignment));
        }
        return alignment;
    }

    private TensorInfo tensorInfo(int index, long alignment) {
        long start = cursor.position();
        String name = cursor.nameOf("the name of tensor " + index);
        String what = "tensor %s at offset %d".formatted(name, start);
        int dimensions = cursor.intOf(what);
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            throw new GgufFormatException("%s: %s: expected 1 to %d dimensions, found %s; the file is damaged"
                    .formatted(source, what, MOST_DIMENSIONS, Integer.toUnsignedString(dimensions)));
        }
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) {
            shape.add(cursor.longOf(what));
        }
        int id = cursor.intOf(what);
        GgmlType type = GgmlType.of(id)
                .orElseThrow(() -> new GgufFormatException(
                        "%s: %s: type %s is unknown, expected one of the format; use a Q4_K, Q6_K, Q8_0 or F16 file"
                                .formatted(source, what,
                                        Integer.toUnsignedString(id))));
        long byteSize = byteSize(what, shape, type);
        long offset = cursor.longOf(what);
        if (offset < 0 || offset % alignment != 0) {
            throw new GgufFormatException(
                    "%s: %s: expected a data offset that is a multiple of %d, found %s; the file is damaged"
                            .formatted(source, what, alignment, Long.toUnsignedString(offset)));
        }
        return new TensorInfo(name, shape, type, offset, byteSize);
    }

    private long byteSize(String what, List<Long> shape, GgmlType type) {
        long elements = 1;
        for (long extent : shape) {
            if (extent < 1 || elements > Long.MAX_VALUE / extent / Math.max(1, type.blockBytes())) {
                throw new GgufFormatException(
                        "%s: %s: shape %s is impossible, expected positive extents of less than 2^63 bytes; the file is damaged"
                                .formatted(source, what, shape));
            }
            elements *= extent;
        }
        if (shape.getFirst() % type.blockSize() != 0) {
            throw new GgufFormatException(
                    "%s: %s: type %s stores rows in blocks of %d values, expected a multiple of it, found rows of %d; the file is damaged"
                            .formatted(source, what, type, type.blockSize(), shape.getFirst()));
        }
        return type.bytesOf(elements);
    }

    private Map<String, TensorInfo> within(long dataOffset, List<TensorInfo> listed) {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        for (TensorInfo tensor : listed) {
            long available = fileBytes - dataOffset;
            if (tensor.offset() > available - tensor.byteSize()) {
                throw new GgufFormatException(
                        "%s: tensor %s: its %d bytes begin at offset %s, but the file ends at offset %d; it is cut off, fetch it again"
                                .formatted(source, tensor.name(), tensor.byteSize(),
                                        Long.toUnsignedString(dataOffset + tensor.offset()), fileBytes));
            }
            if (tensors.put(tensor.name(), tensor) != null) {
                throw new GgufFormatException(
                        "%s: tensor %s is listed twice before offset %d, expected once; the file is damaged"
                                .formatted(source, tensor.name(), cursor.position()));
            }
        }
        return tensors;
    }
}
