package dev.qwenagent.local.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.qwenagent.local.gguf.GgmlType;
import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.gguf.TensorInfo;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    @Test
    void q8BlockIsAScaleAndThirtyTwoSignedBytes() {
        ByteBuffer bytes = bytes(68).putShort(Float.floatToFloat16(0.5f));
        for (int i = 0; i < 32; i++) {
            bytes.put((byte) (i - 16));
        }
        bytes.putShort(Float.floatToFloat16(-2f)).put((byte) 127).put((byte) -128);
        float[] row = onlyRow(GgmlType.Q8_0, bytes, 64);
        assertThat(row[0]).isEqualTo(-8f);
        assertThat(row[31]).isEqualTo(7.5f);
        assertThat(row[32]).isEqualTo(-254f);
        assertThat(row[33]).isEqualTo(256f);
        assertThat(row[34]).isEqualTo(0f);
    }

    @ParameterizedTest
    @EnumSource(value = GgmlType.class, names = {"F32", "F16", "BF16", "Q8_0"})
    void dotIsTheProductOfTheRowItDefines(GgmlType type) {
        int columns = type == GgmlType.Q8_0 ? 96 : 37;
        int rows = 3;
        Tensor tensor = Samples.tensor(type, rows, columns, 5);
        Tensor unpacked = ColumnTensor.of(tensor);
        float[] x = Samples.floats(columns, 6);
        float[] row = new float[columns];
        float[] again = new float[columns];
        for (int r = 0; r < rows; r++) {
            tensor.row(r, row);
            unpacked.row(r, again);
            assertThat(again).isEqualTo(row);
            double expected = 0;
            for (int c = 0; c < columns; c++) {
                expected += (double) row[c] * x[c];
            }
            assertThat((double) tensor.dot(r, x)).isCloseTo(expected, within(1e-6 * columns));
            assertThat((double) unpacked.dot(r, x)).isCloseTo(expected, within(1e-6 * columns));
        }
    }

    @ParameterizedTest
    @EnumSource(value = GgmlType.class, mode = EnumSource.Mode.EXCLUDE, names = {"F32", "F16", "BF16", "Q8_0"})
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
