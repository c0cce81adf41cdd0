package dev.qwenagent.local.model;

import dev.qwenagent.local.gguf.GgmlType;
import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.GgufWriter;
import dev.qwenagent.local.gguf.TensorInfo;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Writes a BF16 model again with its matrices in another plain type. */
final class Converted {

    private Converted() {}

    static Path to(GgmlType type, Path source, Path target) {
        try (GgufFile file = GgufFile.open(source)) {
            GgufWriter writer = GgufWriter.likeMetadataOf(file);
            for (TensorInfo tensor : file.tensors()) {
                if (tensor.type() == GgmlType.BF16) {
                    writer.tensor(tensor.name(), tensor.shape(), type, converted(type, file.data(tensor)));
                } else {
                    writer.tensor(file, tensor);
                }
            }
            return writer.writeTo(target);
        }
    }

    private static byte[] converted(GgmlType type, MemorySegment bf16) {
        short[] values = bf16.toArray(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN));
        ByteBuffer out = ByteBuffer.allocate(values.length * type.blockBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (short value : values) {
            float number = Float.intBitsToFloat(value << 16);
            if (type == GgmlType.F16) {
                out.putShort(Float.floatToFloat16(number));
            } else {
                out.putFloat(number);
            }
        }
        return out.array();
    }
}
