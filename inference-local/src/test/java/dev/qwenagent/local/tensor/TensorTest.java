package dev.qwenagent.local.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.local.gguf.GgmlType;
import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.gguf.TensorInfo;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {

    @Test
    void f32IsTheValueItself() {
        ByteBuffer bytes = bytes(8).putFloat(-1.5f).putFloat(1e-30f);
        assertThat(onlyRow(GgmlType.F32, bytes, 2)).containsExactly(-1.5f, 1e-30f);
    }

    @Test
    void f16HasFiveBitsOfExponent() {
        ByteBuffer bytes = bytes(10).putShort((short) 0x3C00)
                .putShort((short) 0xC100)
                .putShort((short) 0x7BFF)
                .putShort((short) 0x0001)
                .putShort((short) 0x8000);
        assertThat(onlyRow(GgmlType.F16, bytes, 5)).containsExactly(1f, -2.5f, 65504f, 0x1p-24f, -0f);
    }

    @Test
    void bf16IsTheUpperHalfOfASingle() {
        ByteBuffer bytes = bytes(6).putShort((short) 0x3F80).putShort((short) 0xC020).putShort((short) 0x7F7F);
        assertThat(onlyRow(GgmlType.BF16, bytes, 3)).containsExactly(1f, -2.5f, Float.intBitsToFloat(0x7F7F0000));
    }

    @ParameterizedTest
    @EnumSource(value = GgmlType.class, names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q2_K",
        "Q3_K", "Q4_K",
        "Q5_K", "Q6_K", "IQ4_NL", "IQ4_XS", "MXFP4"})
    void rowsAreFoundByNumberAndSurviveUnpacking(GgmlType type) {
        int columns = type.blockSize() == 1 ? 37 : 512;
        int rows = 3;
        Tensor all = Samples.tensor(type, rows, columns, 5);
        Tensor unpacked = ColumnTensor.of(all);
        byte[] bytes = Samples.bytes(type, rows * columns, 5);
        int rowBytes = bytes.length / rows;
        float[] row = new float[columns];
        float[] again = new float[columns];
        for (int r = 0; r < rows; r++) {
            all.row(r, row);
            unpacked.row(r, again);
            assertThat(again).isEqualTo(row);
            byte[] itsBytes = Arrays.copyOfRange(bytes, r * rowBytes, (r + 1) * rowBytes);
            assertThat(onlyRow(type, ByteBuffer.wrap(itsBytes), columns)).isEqualTo(row);
        }
        assertThat(all.byteSize()).isEqualTo(bytes.length);
        assertThat(unpacked.byteSize()).isEqualTo(4L * rows * columns);
    }

    @Test
    void rowsOfBrokenBlocksAreRefused() {
        TensorInfo info = new TensorInfo("blk.0.attn_q.weight", List.of(288L), GgmlType.Q4_K, 0, 162);
        assertThatThrownBy(() -> Tensor.of(info, MemorySegment.NULL, 1, 288)).isInstanceOf(GgufFormatException.class)
                .hasMessageContainingAll("blk.0.attn_q.weight", "blocks of 256", "Q4_K", "288");
    }

    @ParameterizedTest
    @EnumSource(value = GgmlType.class, mode = EnumSource.Mode.EXCLUDE, names = {"F32", "F16", "BF16", "Q8_0", "Q4_0",
        "Q4_1", "Q5_0", "Q5_1", "Q2_K", "Q3_K", "Q4_K",
        "Q5_K", "Q6_K", "IQ4_NL", "IQ4_XS", "MXFP4"})
    void everyOtherTypeIsRefusedByName(GgmlType type) {
        TensorInfo info = new TensorInfo("blk.3.ffn_gate_exps.weight", List.of(256L), type, 0, 1024);
        assertThatThrownBy(() -> Tensor.of(info, MemorySegment.NULL, 1, 256)).isInstanceOf(GgufFormatException.class)
                .hasMessageContainingAll("blk.3.ffn_gate_exps.weight", type + " (" + type.id() + ")",
                        "not supported; use");
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static float[] onlyRow(GgmlType type, ByteBuffer bytes, int columns) {
        TensorInfo info = new TensorInfo("t", List.of((long) columns), type, 0, bytes.capacity());
        float[] out = new float[columns];
        Tensor.of(info, MemorySegment.ofArray(bytes.array()), 1, columns).row(0, out);
        return out;
    }
}
