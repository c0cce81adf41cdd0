package dev.qwenagent.local.kernel;

import dev.qwenagent.local.tensor.BF16Tensor;
import dev.qwenagent.local.tensor.F16Tensor;
import dev.qwenagent.local.tensor.F32Tensor;
import dev.qwenagent.local.tensor.IQ4_NLTensor;
import dev.qwenagent.local.tensor.IQ4_XSTensor;
import dev.qwenagent.local.tensor.MXFP4Tensor;
import dev.qwenagent.local.tensor.Q2_KTensor;
import dev.qwenagent.local.tensor.Q3_KTensor;
import dev.qwenagent.local.tensor.Q4_0Tensor;
import dev.qwenagent.local.tensor.Q4_1Tensor;
import dev.qwenagent.local.tensor.Q4_KTensor;
import dev.qwenagent.local.tensor.Q5_0Tensor;
import dev.qwenagent.local.tensor.Q5_1Tensor;
import dev.qwenagent.local.tensor.Q5_KTensor;
import dev.qwenagent.local.tensor.Q6_KTensor;
import dev.qwenagent.local.tensor.Q8_0Tensor;
import dev.qwenagent.local.tensor.StoredTensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Unpacks rows with vectors, each value equal to the format's definition to the last bit. */
final class VectorUnpacking {

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private VectorUnpacking() {}

    /**
     * Unpacks a row.
     *
     * @param weights the matrix
     * @param row its row, from 0
     * @param out receives the values
     * @param from where in {@code out} the first goes
     */
    static void row(StoredTensor weights, int row, float[] out, int from) {
        long at = weights.rowOffset(row);
        switch (weights) {
            case F32Tensor w -> singles(w.data(), at, out, from, w.columns());
            case F16Tensor w -> halves(w.data(), at, out, from, w.columns());
            case BF16Tensor w -> upperHalves(w.data(), at, out, from, w.columns());
            case Q8_0Tensor w -> SmallBlocks.q8(w, at, out, from);
            case Q4_0Tensor w -> SmallBlocks.q4(w, at, out, from);
            case Q4_1Tensor w -> SmallBlocks.q41(w, at, out, from);
            case Q5_0Tensor w -> SmallBlocks.q5(w, at, out, from);
            case Q5_1Tensor w -> SmallBlocks.q51(w, at, out, from);
            case Q2_KTensor w -> LargeBlocks.q2(w, at, out, from);
            case Q3_KTensor w -> LargeBlocks.q3(w, at, out, from);
            case Q4_KTensor w -> LargeBlocks.q4(w, at, out, from);
            case Q5_KTensor w -> LargeBlocks.q5(w, at, out, from);
            case Q6_KTensor w -> LargeBlocks.q6(w, at, out, from);
            case IQ4_NLTensor w -> LeveledBlocks.iq4(w, at, out, from);
            case IQ4_XSTensor w -> LeveledBlocks.iq4(w, at, out, from);
            case MXFP4Tensor w -> LeveledBlocks.mxfp4(w, at, out, from);
        }
    }

    private static void singles(MemorySegment data, long at, float[] out, int from, int columns) {
        int c = 0;
        for (; c < Lanes.whole(columns); c += Lanes.COUNT) {
            Lanes.singles(data, at + 4L * c).intoArray(out, from + c);
        }
        for (; c < columns; c++) {
            out[from + c] = data.get(FLOAT, at + 4L * c);
        }
    }

    private static void halves(MemorySegment data, long at, float[] out, int from, int columns) {
        int c = 0;
        for (; c < Lanes.whole(columns); c += Lanes.COUNT) {
            Lanes.halves(data, at + 2L * c).intoArray(out, from + c);
        }
        for (; c < columns; c++) {
            out[from + c] = half(data, at + 2L * c);
        }
    }

    private static void upperHalves(MemorySegment data, long at, float[] out, int from, int columns) {
        int c = 0;
        for (; c < Lanes.whole(columns); c += Lanes.COUNT) {
            Lanes.upperHalves(data, at + 2L * c).intoArray(out, from + c);
        }
        for (; c < columns; c++) {
            out[from + c] = Float.intBitsToFloat(data.get(SHORT, at + 2L * c) << 16);
        }
    }

    static float half(MemorySegment data, long at) {
        return Float.float16ToFloat(data.get(SHORT, at));
    }

    static int word(MemorySegment data, long at) {
        return data.get(INT, at);
    }

    static int unsigned(MemorySegment data, long at) {
        return data.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
    }
}
