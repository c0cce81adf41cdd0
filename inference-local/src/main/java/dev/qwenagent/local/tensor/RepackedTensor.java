package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/**
 * A matrix of four or six bits a value whose codes lie a second time in memory, in the order in which single tokens are
 * multiplied fastest. Its values are those of its source, to which {@link #row} and products of many tokens go.
 *
 * <p>
 * 32 rows are a tile, and in it a vector of 16-bit lanes has the codes of a few columns of each row: lane 2 j + k is row j of
 * the tile for k = 0 and row 16 + j for k = 1. A product then needs no sum across lanes, its scales are vectors as well, and
 * a 16-bit lane takes the products of 32 columns of four bits, or of 8 of six, with activations of -127 to 127.
 *
 * <pre>
 * tile            [ vector 0 ][ vector 1 ] ... [ scales of block 0 ][ scales of block 1 ] ...    vectors of 64 bytes
 * vector v, lane  four bits: [ q(4v+3) q(4v+2) q(4v+1) q(4v) ]      six bits: [ q(2v+1) q(2v) ], of eight bits each
 * Q4_0 scales     [ 32 halves: d ]
 * Q4_K scales     [ 32 halves: d ][ 32 halves: m ] 8 * ([ 32 bytes: s ][ 32 bytes: o ])
 * Q6_K scales     [ 32 halves: d ] 16 * [ 32 signed bytes: s ]
 * </pre>
 *
 * <p>
 * What it costs: as many bytes again as the source has (Q4_K 1.03 times as many, Q6_K 1.31 times, with eight bits a code),
 * which no other process shares and which are all read and written once before the first token. The source stays mapped.
 */
public final class RepackedTensor implements Tensor {

    /** Rows of a tile. */
    public static final int TILE = 32;

    private static final int HALVES = TILE * Short.BYTES;
    private static final int VECTOR = TILE * Short.BYTES;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private final BlockTensor source;
    private final MemorySegment data;

    private RepackedTensor(BlockTensor source, MemorySegment data) {
        this.source = source;
        this.data = data;
    }

    /** Whether a matrix can be repacked: its format has an order here, and its rows are whole tiles. */
    public static boolean fits(StoredTensor tensor) {
        return fits(tensor.type(), tensor.rows());
    }

    /** Whether a matrix of this format and so many rows can be repacked. */
    public static boolean fits(GgmlType type, long rows) {
        return rows % TILE == 0 && (type == GgmlType.Q4_0 || type == GgmlType.Q4_K || type == GgmlType.Q6_K);
    }

    /** The bytes of a second copy of this many values in a format that {@link #fits}. */
    public static long bytesFor(GgmlType type, long values) {
        return values / type.blockSize() / TILE * blockBytes(type);
    }

    /**
     * Repacks a matrix that {@link #fits}.
     *
     * @param source the matrix; stays in use
     * @param memory where the copy goes; it must stay as long as the matrix is used, and threads of the common pool fill it
     */
    public static RepackedTensor of(StoredTensor source, SegmentAllocator memory) {
        RepackedTensor repacked = new RepackedTensor((BlockTensor) source,
                memory.allocate(bytesFor(source.type(), (long) source.rows() * source.columns()), VECTOR));
        IntStream.range(0, source.rows() / TILE).parallel().forEach(repacked::takeTile);
        return repacked;
    }

    private void takeTile(int tile) {
        for (int row = 0; row < TILE; row++) {
            takeRow(tile, row);
        }
    }

    /** Bytes of a tile's block. */
    private static int blockBytes(GgmlType type) {
        return codeBytes(type) + scaleBytes(type);
    }

    /** Bytes of the vectors of a tile's block. */
    private static int codeBytes(GgmlType type) {
        return type.blockSize() * TILE / (type == GgmlType.Q6_K ? 1 : 2);
    }

    /** Bytes of the scales of a tile's block. */
    private static int scaleBytes(GgmlType type) {
        return switch (type) {
            case Q4_0 -> HALVES;
            case Q4_K -> 2 * HALVES + 8 * 2 * TILE;
            case Q6_K -> HALVES + 16 * TILE;
            default -> throw new IllegalArgumentException(type + ": expected Q4_0, Q4_K or Q6_K to repack");
        };
    }

    /** The matrix that this one was made of. */
    public BlockTensor source() {
        return source;
    }

    /** The copy. */
    public MemorySegment data() {
        return data;
    }

    /** Where a tile's vectors begin in {@link #data()}, one after the other. */
    public long codesOffset(int tile) {
        return (long) tile * blocks() * blockBytes(source.type());
    }

    /** Where a tile's scales begin in {@link #data()}. */
    public long scalesOffset(int tile) {
        return codesOffset(tile) + (long) blocks() * codeBytes(source.type());
    }

    /** Blocks of a row. */
    private int blocks() {
        return source.columns() / source.type().blockSize();
    }

    private void takeRow(int tile, int row) {
        long codes = codesOffset(tile) + row % 16 * 4 + row / 16 * 2;
        long scales = scalesOffset(tile);
        long from = source.rowOffset(tile * TILE + row);
        for (int block = 0; block < blocks(); block++) {
            switch (source) {
                case Q4_0Tensor matrix -> takeQ4(matrix, from, codes, scales + 2L * row);
                case Q4_KTensor matrix -> takeQ4K(matrix, from, codes, scales, row);
                case Q6_KTensor matrix -> takeQ6K(matrix, from, codes, scales, row);
                default -> throw new IllegalStateException(source.type() + " was taken for a format to repack");
            }
            from += source.type().blockBytes();
            codes += codeBytes(source.type());
            scales += scaleBytes(source.type());
        }
    }

    private void takeQ4(Q4_0Tensor matrix, long from, long codes, long scale) {
        data.set(SHORT, scale, matrix.data().get(SHORT, from));
        long pairs = from + 2;
        for (int four = 0; four < 4; four++) {
            int word = Stored.word(matrix.data(), pairs + 4 * four);
            data.set(SHORT, codes + four * VECTOR, nibbles(word));
            data.set(SHORT, codes + (4 + four) * VECTOR, nibbles(word >>> 4));
        }
    }

    private void takeQ4K(Q4_KTensor matrix, long from, long codes, long scales, int row) {
        data.set(SHORT, scales + 2L * row, matrix.data().get(SHORT, from));
        data.set(SHORT, scales + HALVES + 2L * row, matrix.data().get(SHORT, from + 2));
        for (int group = 0; group < 8; group++) {
            long at = scales + 2 * HALVES + group * 2 * TILE + row;
            data.set(ValueLayout.JAVA_BYTE, at, (byte) matrix.scale(from, group));
            data.set(ValueLayout.JAVA_BYTE, at + TILE, (byte) matrix.offset(from, group));
            for (int four = 0; four < 8; four++) {
                int word = Stored.word(matrix.data(), from + 16 + group / 2 * 32 + 4 * four);
                data.set(SHORT, codes + (group * 8 + four) * VECTOR, nibbles(word >>> group % 2 * 4));
            }
        }
    }

    /** The lower four bits of each byte, put together. */
    private static short nibbles(int word) {
        int bytes = word & 0x0F0F0F0F;
        int pairs = bytes | bytes >>> 4;
        return (short) (pairs & 0xFF | pairs >>> 8 & 0xFF00);
    }

    private void takeQ6K(Q6_KTensor matrix, long from, long codes, long scales, int row) {
        data.set(SHORT, scales + 2L * row, matrix.data().get(SHORT, from + 208));
        for (int group = 0; group < 16; group++) {
            data.set(ValueLayout.JAVA_BYTE, scales + HALVES + group * TILE + row, (byte) matrix.scale(from, group));
        }
        for (int i = 0; i < 256; i += 2) {
            int pair = matrix.code(from, i) | matrix.code(from, i + 1) << 8;
            data.set(SHORT, codes + i / 2 * VECTOR, (short) pair);
        }
    }

    @Override
    public int rows() {
        return source.rows();
    }

    @Override
    public int columns() {
        return source.columns();
    }

    @Override
    public void row(int row, float[] out) {
        source.row(row, out);
    }

    @Override
    public long byteSize() {
        return data.byteSize();
    }
}
