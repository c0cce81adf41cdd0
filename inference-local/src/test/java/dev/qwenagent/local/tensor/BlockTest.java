package dev.qwenagent.local.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.local.gguf.GgmlType;
import dev.qwenagent.local.gguf.TensorInfo;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blocks written by hand from the format's description, against literal values. */
class BlockTest {

    private static final short HALF = Float.floatToFloat16(0.5f);
    private static final short QUARTER = Float.floatToFloat16(0.25f);

    @Test
    void q8IsAScaleAndThirtyTwoSignedBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(68).order(ByteOrder.LITTLE_ENDIAN).putShort(HALF);
        for (int i = 0; i < 32; i++) {
            bytes.put((byte) (i - 16));
        }
        bytes.putShort(Float.floatToFloat16(-2f)).put((byte) 127).put((byte) -128);
        assertThat(values(GgmlType.Q8_0, bytes, 0, 31, 32, 33, 34)).containsExactly(-8f, 7.5f, -254f, 256f, -0f);
    }

    @Test
    void q4HasTheSecondHalfInTheUpperBits() {
        ByteBuffer block = block(GgmlType.Q4_0).putShort(0, HALF).put(2, (byte) 0x9F);
        assertThat(values(GgmlType.Q4_0, block, 0, 16, 1, 31)).containsExactly(3.5f, 0.5f, -4f, -4f);
    }

    @Test
    void q41CountsFromItsLeastValue() {
        ByteBuffer block = block(GgmlType.Q4_1).putShort(0, HALF)
                .putShort(2, Float.floatToFloat16(-2f))
                .put(4, (byte) 0x3A);
        assertThat(values(GgmlType.Q4_1, block, 0, 16, 1, 31)).containsExactly(3f, -0.5f, -2f, -2f);
    }

    @Test
    void q5TakesItsFifthBitsFromAWord() {
        ByteBuffer block = block(GgmlType.Q5_0).putShort(0, HALF)
                .putInt(2, 0x8000_0001)
                .put(6, (byte) 0x21)
                .put(21, (byte) 0xF0);
        assertThat(values(GgmlType.Q5_0, block, 0, 16, 15, 31)).containsExactly(0.5f, -7f, -8f, 7.5f);
    }

    @Test
    void q51CountsFromItsLeastValue() {
        ByteBuffer block = block(GgmlType.Q5_1).putShort(0, HALF)
                .putShort(2, Float.floatToFloat16(1f))
                .putInt(4, 1 << 17)
                .put(9, (byte) 0x43);
        assertThat(values(GgmlType.Q5_1, block, 0, 1, 17)).containsExactly(1f, 2.5f, 11f);
    }

    @Test
    void q2kHasFourValuesAByteThirtyTwoApart() {
        ByteBuffer block = block(GgmlType.Q2_K).putShort(80, HALF).putShort(82, QUARTER);
        put(block, 0, 0x23, 0, 0x14, 0, 0x01, 0, 0xF2, 0, 0, 0x05);
        put(block, 16, 0b11_10_01_00);
        put(block, 16 + 32 + 16, 2);
        assertThat(values(GgmlType.Q2_K, block, 0, 1, 16, 32, 64, 96, 144)).containsExactly(-0.5f, -0.5f, 0f, 1.75f, 1f,
                -0.75f, 5f);
    }

    @Test
    void q3kHasItsThirdBitsFirstAndItsScalesSpread() {
        ByteBuffer block = block(GgmlType.Q3_K).putShort(108, HALF);
        put(block, 0, 0b1_1001);
        put(block, 32, 0b01_11_00_10);
        put(block, 32 + 32, 3);
        put(block, 96, 0x31);
        put(block, 96 + 8, 0b00_10_00_10);
        assertThat(values(GgmlType.Q3_K, block, 0, 1, 32, 96, 128, 129)).containsExactly(1f, -2f, 64f, -16f, 4.5f, -6f);
    }

    @Test
    void q4kScalesAndOffsetsHaveSixBits() {
        ByteBuffer block = block(GgmlType.Q4_K).putShort(0, HALF).putShort(2, QUARTER);
        putPairs(block);
        put(block, 16, 0x7C);
        put(block, 16 + 64, 0x0A);
        assertThat(values(GgmlType.Q4_K, block, 0, 32, 128, 160)).containsExactly(17.5f, 3.5f, 179.5f, 0f);
    }

    @Test
    void q5kHasAFifthBitForEachGroup() {
        ByteBuffer block = block(GgmlType.Q5_K).putShort(0, HALF).putShort(2, QUARTER);
        putPairs(block);
        put(block, 16, 0b1_0001);
        put(block, 48, 0x7C);
        put(block, 48 + 64, 0x0A);
        assertThat(values(GgmlType.Q5_K, block, 0, 32, 128, 160)).containsExactly(41.5f, 3.5f, 475.5f, 0f);
    }

    @Test
    void q6kHasSignedScalesAndUpperBitsApart() {
        ByteBuffer block = block(GgmlType.Q6_K).putShort(208, HALF);
        put(block, 0, 0x5A);
        put(block, 32, 0x1F);
        put(block, 64 + 16, 0x04);
        put(block, 128, 0b11_10_01_00);
        put(block, 128 + 32 + 16, 1);
        put(block, 192, 2, 0, 3, 0, -1, 0, 1, 0, 0, 5);
        assertThat(values(GgmlType.Q6_K, block, 0, 32, 64, 96, 144)).containsExactly(-22f, -1.5f, -2.5f, 8.5f, -30f);
    }

    @Test
    void iq4nlLooksItsLevelsUp() {
        ByteBuffer block = block(GgmlType.IQ4_NL).putShort(0, HALF);
        put(block, 2, 0xF0, 0x87);
        assertThat(values(GgmlType.IQ4_NL, block, 0, 16, 1, 17, 2)).containsExactly(-63.5f, 56.5f, -5f, 0.5f, -63.5f);
    }

    @Test
    void iq4xsScalesAreSixBitsInTwoPlaces() {
        ByteBuffer block = block(GgmlType.IQ4_XS).putShort(0, HALF).putShort(2, (short) 0x8006);
        put(block, 4, 0xF2, 0, 0, 0x10);
        put(block, 8, 0xF8);
        put(block, 8 + 112, 0x90);
        assertThat(values(GgmlType.IQ4_XS, block, 0, 16, 32, 224, 240)).containsExactly(1f, 113f, 63.5f, -63.5f, 6.5f);
    }

    @Test
    void mxfp4IsAFloatOfFourBitsTimesAPowerOfTwo() {
        ByteBuffer blocks = ByteBuffer.allocate(34);
        put(blocks, 0, 128, 0x71, 0xF9);
        put(blocks, 17, 0, 0x71);
        put(blocks, 17 + 16, 0x90);
        assertThat(values(GgmlType.MXFP4, blocks, 0, 16, 1, 17, 2, 32, 48, 63)).containsExactly(1f, 12f, -1f, -12f, 0f,
                0x1p-128f, 0x1.8p-125f, -0x1p-128f);
    }

    /** Scale 0 is 3, 1 is 1, 4 is 37; offset 0 is 2, 4 is 22; all others are 0. */
    private static void putPairs(ByteBuffer block) {
        put(block, 4, 0x83, 0x01, 0, 0, 0x42, 0, 0, 0, 0x65);
    }

    private static ByteBuffer block(GgmlType type) {
        return ByteBuffer.allocate(type.blockBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void put(ByteBuffer block, int at, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            block.put(at + i, (byte) bytes[i]);
        }
    }

    private static float[] values(GgmlType type, ByteBuffer bytes, int... indices) {
        int columns = bytes.capacity() / type.blockBytes() * type.blockSize();
        TensorInfo info = new TensorInfo("t", List.of((long) columns), type, 0, bytes.capacity());
        float[] row = new float[columns];
        Tensor.of(info, MemorySegment.ofArray(bytes.array()), 1, columns).row(0, row);
        float[] chosen = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            chosen[i] = row[indices[i]];
        }
        return chosen;
    }
}
