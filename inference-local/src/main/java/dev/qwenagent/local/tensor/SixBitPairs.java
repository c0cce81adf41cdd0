package dev.qwenagent.local.tensor;

import java.lang.foreign.MemorySegment;

/**
 * Eight scales and eight offsets of six bits each in twelve bytes, as {@link Q4_KTensor} and {@link Q5_KTensor} have them.
 *
 * <pre>
 * bytes 0..3:   [ upper two bits of s(4+j) | s(j) ]        j = 0..3, six bits on the right
 * bytes 4..7:   [ upper two bits of o(4+j) | o(j) ]
 * bytes 8..11:  [ lower four bits of o(4+j) | lower four bits of s(4+j) ]
 * </pre>
 */
final class SixBitPairs {

    private SixBitPairs() {}

    static int scale(MemorySegment data, long at, int group) {
        if (group < 4) {
            return Stored.unsigned(data, at + group) & 63;
        }
        return Stored.unsigned(data, at + 4 + group) & 15 | Stored.unsigned(data, at + group - 4) >> 6 << 4;
    }

    static int offset(MemorySegment data, long at, int group) {
        if (group < 4) {
            return Stored.unsigned(data, at + 4 + group) & 63;
        }
        return Stored.unsigned(data, at + 4 + group) >> 4 | Stored.unsigned(data, at + group) >> 6 << 4;
    }
}
