package dev.qwenagent.local.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.local.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of five GiB that is nearly all hole. */
class LargeFileTest {

    private static final int COLUMNS = 1 << 20;
    private static final int ROWS = 1280;

    @TempDir
    Path folder;

    @Test
    void tensorsBeyondFourGibibytesAndRowsBeyondTwoAreRead() throws IOException {
        byte[] last = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(3.5f).putFloat(-2).array();
        Path path = new GgufWriter().hole("large", List.of((long) COLUMNS, (long) ROWS), GgmlType.F32)
                .tensor("last", List.of(2L), GgmlType.F32, last)
                .writeTo(folder.resolve("large.gguf"));
        assertThat(Files.size(path)).isGreaterThan(5L << 30);
        long end = Files.size(path) - last.length;
        write(path, end - Float.BYTES, 7.25f);
        try (GgufFile file = GgufFile.open(path)) {
            float[] values = new float[2];
            TensorInfo info = file.tensor("last");
            assertThat(info.offset()).isGreaterThan(1L << 32);
            Tensor.of(info, file.data(info), 1, 2).row(0, values);
            assertThat(values).containsExactly(3.5f, -2);

            float[] row = new float[COLUMNS];
            TensorInfo large = file.tensor("large");
            Tensor.of(large, file.data(large), ROWS, COLUMNS).row(ROWS - 1, row);
            assertThat(row[COLUMNS - 1]).isEqualTo(7.25f);
            assertThat(row[COLUMNS - 2]).isZero();
        }
    }

    private static void write(Path path, long position, float value) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).flip(), position);
        }
    }
}
