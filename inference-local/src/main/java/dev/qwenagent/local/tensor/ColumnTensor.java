package dev.qwenagent.local.tensor;

/**
 * Single precision, unpacked into the heap, one array a column.
 *
 * <pre>
 * columns[0] = [ w(0,0) w(1,0) w(2,0) ... ]     the weights that input 0 is multiplied by, an entry for each output
 * columns[1] = [ w(0,1) w(1,1) w(2,1) ... ]
 * </pre>
 *
 * <p>
 * A product is then a sum of scaled columns. Its inner loop runs over outputs that do not depend on one another, and
 * every array is indexed from 0, which is the form that the just-in-time compiler turns into vector instructions
 * without being told.
 */
public final class ColumnTensor implements Tensor {

    private final int rows;
    private final float[][] columns;

    private ColumnTensor(int rows, float[][] columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /** The same matrix unpacked; takes {@code 4 * rows * columns} bytes of heap. */
    public static ColumnTensor of(Tensor source) {
        int rows = source.rows();
        float[][] columns = new float[source.columns()][rows];
        float[] row = new float[source.columns()];
        for (int r = 0; r < rows; r++) {
            source.row(r, row);
            scatter(row, columns, r);
        }
        return new ColumnTensor(rows, columns);
    }

    /** A matrix over columns that exist already, at least one; they are not copied, so that it changes with them. */
    public static ColumnTensor over(float[][] columns) {
        return new ColumnTensor(columns[0].length, columns);
    }

    private static void scatter(float[] row, float[][] columns, int r) {
        for (int c = 0; c < row.length; c++) {
            columns[c][r] = row[c];
        }
    }

    /** The columns themselves, for kernels; not to be written. */
    public float[][] columnArrays() {
        return columns;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns.length;
    }

    @Override
    public void row(int row, float[] out) {
        for (int c = 0; c < columns.length; c++) {
            out[c] = columns[c][row];
        }
    }

    @Override
    public long byteSize() {
        return (long) Float.BYTES * rows * columns.length;
    }
}
