/**
 * Matrices of weights, one class a storage format.
 *
 * <p>
 * A matrix has a row for each output and a column for each input; rows are contiguous in a file (row-major), and shapes
 * are written {@code (rows, columns)}. The classes of file formats ({@link dev.qwenagent.local.tensor.StoredTensor})
 * read a mapped file as it is, and each is the definition of its format, equal to the reference to the last bit;
 * {@link dev.qwenagent.local.tensor.ColumnTensor} is the layout for small models that are unpacked into the heap. The
 * list is closed, so that a kernel names every format that it computes with.
 */
@NullMarked
package dev.qwenagent.local.tensor;

import org.jspecify.annotations.NullMarked;
