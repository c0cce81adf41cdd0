package dev.qwenagent.local.gguf;

import java.util.List;

/**
 * A tensor's entry in the directory of a file.
 *
 * @param name such as {@code blk.3.attn_q.weight}
 * @param shape extents in the file's order: the contiguous one first, so that a matrix is {@code [columns, rows]}
 * @param type how its values are stored
 * @param offset bytes from the beginning of the file's data section
 * @param byteSize bytes that it takes
 */
public record TensorInfo(String name, List<Long> shape, GgmlType type, long offset, long byteSize) {

    /** Copies the shape. */
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** The number of values. */
    public long elements() {
        long product = 1;
        for (long extent : shape) {
            product *= extent;
        }
        return product;
    }

    /** The extent of a dimension, 1 beyond those that the file lists. */
    public long extent(int dimension) {
        return dimension < shape.size() ? shape.get(dimension) : 1;
    }
}
