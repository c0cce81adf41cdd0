package dev.qwenagent.local.model;

import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.gguf.TensorInfo;
import dev.qwenagent.local.tensor.ColumnTensor;
import dev.qwenagent.local.tensor.RepackedTensor;
import dev.qwenagent.local.tensor.StoredTensor;
import dev.qwenagent.local.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;

/** Takes tensors out of a file by name, each with the shape that it must have, to where they shall be. */
final class TensorSource {

    private final GgufFile file;
    private final WeightPlacement placement;
    private final SegmentAllocator memory;

    /**
     * A file's tensors.
     *
     * @param memory where second copies go, if the placement has such; it must stay as long as the matrices are used
     */
    TensorSource(GgufFile file, WeightPlacement placement, SegmentAllocator memory) {
        this.file = file;
        this.placement = placement;
        this.memory = memory;
    }

    boolean has(String name) {
        return file.findTensor(name).isPresent();
    }

    /** A matrix as it is in the file, for looking up rows. */
    StoredTensor table(String name, int rows, int columns) {
        TensorInfo info = shaped(name, rows, columns, 1);
        return Tensor.of(info, file.data(info), rows, columns);
    }

    /** A matrix to multiply with. */
    Tensor matrix(String name, int rows, int columns) {
        return placed(table(name, rows, columns));
    }

    /** The matrices of a stack, one an expert. */
    List<Tensor> stack(String name, int count, int rows, int columns) {
        return slices(shaped(name, rows, columns, count), count, rows, columns);
    }

    private List<Tensor> slices(TensorInfo info, int count, int rows, int columns) {
        MemorySegment data = file.data(info);
        long each = info.byteSize() / count;
        List<Tensor> matrices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            matrices.add(placed(Tensor.of(info, data.asSlice(i * each, each), rows, columns)));
        }
        return matrices;
    }

    /** The matrices of a stack of pairs, one pair an expert: first, second, first, second and so on. */
    List<Tensor> stackOfPairs(String name, int count, int rows, int columns) {
        return slices(shaped(name, 2 * rows, columns, count), 2 * count, rows, columns);
    }

    /** A short vector, unpacked. */
    float[] vector(String name, int length) {
        float[] values = new float[length];
        table(name, 1, length).row(0, values);
        return values;
    }

    private Tensor placed(StoredTensor mapped) {
        return switch (placement) {
            case MAPPED -> mapped;
            case UNPACKED -> ColumnTensor.of(mapped);
            case REPACKED -> RepackedTensor.fits(mapped) ? RepackedTensor.of(mapped, memory) : mapped;
        };
    }

    private TensorInfo shaped(String name, int rows, int columns, int count) {
        TensorInfo info = file.tensor(name);
        if (info.extent(0) != columns || info.extent(1) != rows || info.extent(2) != count || info.extent(3) != 1) {
            throw new GgufFormatException(
                    "%s: expected the shape [%d, %d, %d], found %s; the file is damaged or of an unknown kind"
                            .formatted(file.place(info), columns, rows, count, info.shape()));
        }
        return info;
    }
}
