package dev.qwenagent.local.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A test fixture that writes GGUF files, sound ones and, with {@link #rawValue}, damaged ones. */
public final class GgufWriter {

    private static final int ALIGNMENT = 32;

    /** A tensor; of a hole, {@code data} is empty. */
    private record Entry(String name, List<Long> shape, int type, byte[] data, long size) {}

    private final int version;
    private final ByteArrayOutputStream values = new ByteArrayOutputStream();
    private final List<Entry> tensors = new ArrayList<>();
    private int valueCount;

    public GgufWriter() {
        this(3);
    }

    public GgufWriter(int version) {
        this.version = version;
    }

    /** The same metadata as another file has, and none of its tensors. */
    public static GgufWriter likeMetadataOf(GgufFile file) {
        return likeMetadataOf(file, Set.of());
    }

    /** The same metadata as another file has except for some keys, and none of its tensors. */
    public static GgufWriter likeMetadataOf(GgufFile file, Set<String> except) {
        GgufWriter writer = new GgufWriter();
        GgufMetadata metadata = file.metadata();
        for (String key : metadata.keys()) {
            if (!except.contains(key)) {
                writer.value(key, metadata.value(key));
            }
        }
        return writer;
    }

    public GgufWriter text(String key, String value) {
        return value(key, new GgufValue.Text(value));
    }

    public GgufWriter whole(String key, long value) {
        return value(key, new GgufValue.Whole(value));
    }

    public GgufWriter real(String key, double value) {
        return value(key, new GgufValue.Real(value));
    }

    public GgufWriter flag(String key, boolean value) {
        return value(key, new GgufValue.Flag(value));
    }

    public GgufWriter texts(String key, String... value) {
        return value(key, new GgufValue.Texts(List.of(value)));
    }

    public GgufWriter wholes(String key, long... value) {
        return value(key, new GgufValue.Wholes(value));
    }

    public GgufWriter flags(String key, boolean... value) {
        return value(key, new GgufValue.Flags(value));
    }

    /** A value of any type id with any bytes. */
    public GgufWriter rawValue(String key, int type, byte[] bytes) {
        writeText(values, key);
        write(values, intBytes(type));
        write(values, bytes);
        valueCount++;
        return this;
    }

    public GgufWriter tensor(String name, List<Long> shape, GgmlType type, byte[] data) {
        return rawTensor(name, shape, type.id(), data);
    }

    /** A tensor of any type id. */
    public GgufWriter rawTensor(String name, List<Long> shape, int type, byte[] data) {
        tensors.add(new Entry(name, List.copyOf(shape), type, data.clone(), data.length));
        return this;
    }

    /** A tensor of zeros that takes no room on the disk; only for {@link #writeTo}. */
    public GgufWriter hole(String name, List<Long> shape, GgmlType type) {
        long elements = shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
        tensors.add(new Entry(name, List.copyOf(shape), type.id(), new byte[0], type.bytesOf(elements)));
        return this;
    }

    /** A tensor of another file as it is. */
    public GgufWriter tensor(GgufFile from, TensorInfo info) {
        return tensor(info.name(), info.shape(), info.type(), from.data(info).toArray(ValueLayout.JAVA_BYTE));
    }

    public byte[] toBytes() {
        ByteArrayOutputStream out = header();
        for (Entry tensor : tensors) {
            pad(out);
            write(out, tensor.data());
        }
        return out.toByteArray();
    }

    private ByteArrayOutputStream header() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, "GGUF".getBytes(StandardCharsets.US_ASCII));
        write(out, intBytes(version));
        write(out, longBytes(tensors.size()));
        write(out, longBytes(valueCount));
        write(out, values.toByteArray());
        long offset = 0;
        for (Entry tensor : tensors) {
            writeText(out, tensor.name());
            write(out, intBytes(tensor.shape().size()));
            tensor.shape().forEach(extent -> write(out, longBytes(extent)));
            write(out, intBytes(tensor.type()));
            write(out, longBytes(offset));
            offset = aligned(offset + tensor.size());
        }
        return out;
    }

    private static long aligned(long offset) {
        return Math.ceilDiv(offset, ALIGNMENT) * ALIGNMENT;
    }

    public Path writeTo(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.SPARSE)) {
            byte[] header = header().toByteArray();
            channel.write(ByteBuffer.wrap(header), 0);
            long position = header.length;
            for (Entry tensor : tensors) {
                position = aligned(position);
                channel.write(ByteBuffer.wrap(tensor.data()), position);
                position += tensor.size();
            }
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GgufWriter value(String key, GgufValue value) {
        return switch (value) {
            case GgufValue.Whole(var whole) -> rawValue(key, 11, longBytes(whole));
            case GgufValue.Real(var real) -> rawValue(key, 12, longBytes(Double.doubleToLongBits(real)));
            case GgufValue.Flag(var flag) -> rawValue(key, 7, new byte[]{(byte) (flag ? 1 : 0)});
            case GgufValue.Text(var text) -> rawValue(key, 8, textBytes(text));
            case GgufValue.Wholes(var wholes) -> {
                ByteArrayOutputStream out = arrayOf(11, wholes.length);
                for (long whole : wholes) {
                    write(out, longBytes(whole));
                }
                yield rawValue(key, 9, out.toByteArray());
            }
            case GgufValue.Reals(var reals) -> {
                ByteArrayOutputStream out = arrayOf(12, reals.length);
                for (double real : reals) {
                    write(out, longBytes(Double.doubleToLongBits(real)));
                }
                yield rawValue(key, 9, out.toByteArray());
            }
            case GgufValue.Flags(var flags) -> {
                ByteArrayOutputStream out = arrayOf(7, flags.length);
                for (boolean flag : flags) {
                    out.write(flag ? 1 : 0);
                }
                yield rawValue(key, 9, out.toByteArray());
            }
            case GgufValue.Texts(var texts) -> {
                ByteArrayOutputStream out = arrayOf(8, texts.size());
                texts.forEach(text -> writeText(out, text));
                yield rawValue(key, 9, out.toByteArray());
            }
            case GgufValue.Arrayed _ -> throw new IllegalArgumentException("nested arrays are written with rawValue");
        };
    }

    private static ByteArrayOutputStream arrayOf(int type, long count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, intBytes(type));
        write(out, longBytes(count));
        return out;
    }

    private static void writeText(ByteArrayOutputStream out, String text) {
        write(out, textBytes(text));
    }

    private static void write(ByteArrayOutputStream out, byte[] bytes) {
        out.writeBytes(bytes);
    }

    private static void pad(ByteArrayOutputStream out) {
        while (out.size() % ALIGNMENT != 0) {
            out.write(0);
        }
    }

    private static byte[] textBytes(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + utf8.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(utf8.length)
                .put(utf8)
                .array();
    }

    static byte[] intBytes(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }

    static byte[] longBytes(long value) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    }
}
