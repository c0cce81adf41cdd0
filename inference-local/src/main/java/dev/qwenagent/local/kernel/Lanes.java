package dev.qwenagent.local.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The width of a vector on this machine, chosen once, and the loads and the sum that depend on it.
 *
 * <p>
 * Narrow numbers are widened to a lane of 32 bits each, so that every vector has {@link #COUNT} values. Where a species of
 * so few bytes does not exist (4), eight are loaded and the half that is asked for is taken; therefore loads say where
 * their group begins.
 */
final class Lanes {

    /** Floats. */
    static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED.length() > 16
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;

    /** Values in a vector: 4, 8 or 16. */
    static final int COUNT = F.length();

    /** Whether there are 32 vector registers, which come with vectors of 512 bits, and not 16. */
    static final boolean MANY_REGISTERS = COUNT == 16;

    static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());
    private static final VectorSpecies<Short> S = COUNT == 16
            ? ShortVector.SPECIES_256
            : COUNT == 8 ? ShortVector.SPECIES_128 : ShortVector.SPECIES_64;
    private static final VectorSpecies<Byte> B = COUNT == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

    /** 0, 1, 2, ... */
    static final IntVector NUMBERS = IntVector.zero(I).addIndex(1);

    /** Brings the lane that is eight further on, modulo the width, to each lane; the next ones likewise. */
    static final VectorShuffle<Float> BY_8 = turned(8);
    static final VectorShuffle<Float> BY_4 = turned(4);
    static final VectorShuffle<Float> BY_2 = turned(2);
    static final VectorShuffle<Float> BY_1 = turned(1);

    private static final int HALF_MAGNITUDE = 0x7FFF;
    private static final int HALF_INFINITY = 0x7C00;
    private static final int SINGLE_INFINITY = 0x7F80_0000;
    private static final float FROM_HALF_EXPONENT = 0x1p112f;

    private Lanes() {}

    private static VectorShuffle<Float> turned(int by) {
        return VectorShuffle.fromOp(F, i -> (i + by) % COUNT);
    }

    /** The largest multiple of {@link #COUNT} that is not above {@code length}. */
    static int whole(int length) {
        return length & -COUNT;
    }

    /** Unsigned bytes {@code i ..} of the group at {@code base}; i is a multiple of {@link #COUNT}. */
    static IntVector bytes(MemorySegment data, long base, int i) {
        if (COUNT == 4) {
            return (IntVector) ByteVector.fromMemorySegment(B, data, base + (i & -8), ByteOrder.LITTLE_ENDIAN)
                    .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, i >> 2 & 1);
        }
        return (IntVector) ByteVector.fromMemorySegment(B, data, base + i, ByteOrder.LITTLE_ENDIAN)
                .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
    }

    /** Signed bytes {@code i ..} of the group at {@code base} as floats; i is a multiple of {@link #COUNT}. */
    static FloatVector signedBytes(MemorySegment data, long base, int i) {
        if (COUNT == 4) {
            return (FloatVector) ByteVector.fromMemorySegment(B, data, base + (i & -8), ByteOrder.LITTLE_ENDIAN)
                    .convertShape(VectorOperators.B2F, F, i >> 2 & 1);
        }
        return (FloatVector) ByteVector.fromMemorySegment(B, data, base + i, ByteOrder.LITTLE_ENDIAN)
                .convertShape(VectorOperators.B2F, F, 0);
    }

    static FloatVector singles(MemorySegment data, long at) {
        return FloatVector.fromMemorySegment(F, data, at, ByteOrder.LITTLE_ENDIAN);
    }

    /** Singles of which only the upper half is stored. */
    static FloatVector upperHalves(MemorySegment data, long at) {
        return shorts(data, at).lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }

    /** Half precision: the bits are put in their places, and a multiplication corrects the exponent. */
    static FloatVector halves(MemorySegment data, long at) {
        IntVector stored = shorts(data, at);
        IntVector magnitude = stored.and(HALF_MAGNITUDE);
        IntVector sign = stored.sub(magnitude).lanewise(VectorOperators.LSHL, 16);
        VectorMask<Integer> endless = magnitude.compare(VectorOperators.GE, HALF_INFINITY);
        FloatVector value = magnitude.lanewise(VectorOperators.LSHL, 13).reinterpretAsFloats().mul(FROM_HALF_EXPONENT);
        return value.reinterpretAsInts()
                .lanewise(VectorOperators.OR, SINGLE_INFINITY, endless)
                .or(sign)
                .reinterpretAsFloats();
    }

    private static IntVector shorts(MemorySegment data, long at) {
        return (IntVector) ShortVector.fromMemorySegment(S, data, at, ByteOrder.LITTLE_ENDIAN)
                .convertShape(VectorOperators.ZERO_EXTEND_S2I, I, 0);
    }

    static FloatVector floats(IntVector codes) {
        return (FloatVector) codes.convert(VectorOperators.I2F, 0);
    }

    /** The sum of a vector that lies in an array, in one fixed order, which the library's own reduction does not promise. */
    static float sum(float[] values, int at) {
        FloatVector s = FloatVector.fromArray(F, values, at);
        if (COUNT == 16) {
            s = s.add(s.rearrange(BY_8));
        }
        if (COUNT >= 8) {
            s = s.add(s.rearrange(BY_4));
        }
        s = s.add(s.rearrange(BY_2));
        return s.add(s.rearrange(BY_1)).lane(0);
    }
}
