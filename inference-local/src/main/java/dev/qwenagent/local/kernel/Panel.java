package dev.qwenagent.local.kernel;

import dev.qwenagent.local.tensor.StoredTensor;
import java.util.Arrays;

/**
 * Some rows of a matrix unpacked to floats, so that a batch of tokens unpacks each weight once.
 *
 * <p>
 * Its rows come in groups of four; the last group is filled up with zeros. Not thread-safe: one thread's scratch.
 */
final class Panel {

    /** Rows that are multiplied together. */
    static final int GROUP = 4;

    /** Half of a usual second-level cache; the other half is for the activations. */
    private static final int MOST_VALUES = 128 << 10;

    private final float[] sums = new float[Tiles.MOST_TOKENS * GROUP * Lanes.COUNT];
    private float[] values = new float[0];
    private int columns;
    private int first;
    private int rows;

    /** How many rows of so many columns a panel should have: a multiple of {@link #GROUP}. */
    static int heightFor(int columns) {
        int groups = MOST_VALUES / Math.max(1, columns * GROUP);
        return Math.clamp(groups, 1, 16) * GROUP;
    }

    /** Unpacks {@code rows} rows from {@code first} on. */
    void fill(StoredTensor weights, int first, int rows) {
        this.columns = weights.columns();
        this.first = first;
        this.rows = rows;
        int needed = groups() * GROUP * columns;
        if (values.length < needed) {
            values = new float[needed];
        }
        for (int r = 0; r < rows; r++) {
            VectorUnpacking.row(weights, first + r, values, r * columns);
        }
        Arrays.fill(values, rows * columns, needed, 0);
    }

    float[] values() {
        return values;
    }

    int columns() {
        return columns;
    }

    int groups() {
        return Math.ceilDiv(rows, GROUP);
    }

    /** Where a tile leaves its sums: for each of its tokens the four rows, a vector each. */
    float[] sums() {
        return sums;
    }

    /**
     * Completes the products of a group with a token, and writes them.
     *
     * @param group the group of rows
     * @param place which of the tile's tokens it is
     * @param x the token
     * @param out its results, one for each row of the matrix
     */
    void store(int group, int place, float[] x, float[] out) {
        for (int r = 0; r < GROUP && group * GROUP + r < rows; r++) {
            float result = Lanes.sum(sums, (place * GROUP + r) * Lanes.COUNT);
            int row = group * GROUP + r;
            for (int c = Lanes.whole(columns); c < columns; c++) {
                result = Math.fma(values[row * columns + c], x[c], result);
            }
            out[first + row] = result;
        }
    }
}
