package dev.qwenagent.local.model;

import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.TensorInfo;
import dev.qwenagent.local.tensor.RepackedTensor;

/**
 * The memory that a model's weights take, whatever the number of sequences.
 *
 * @param placement where the matrices are
 * @param mapped bytes of the file that are mapped; the operating system pages them in as they are used
 * @param heap bytes on the heap
 * @param repacked bytes of second copies, outside the heap
 */
public record WeightMemory(WeightPlacement placement, long mapped, long heap, long repacked) {

    private static final String EMBEDDING = "token_embd.weight";
    private static final String PAIRED = "ffn_gate_up_exps.weight"; // two matrices an expert, one above the other

    /** The memory of a file's weights, placed as {@link Model#open(java.nio.file.Path)} places them. */
    public static WeightMemory of(GgufFile file) {
        return of(file, ModelLoader.placementFor(file));
    }

    /** The memory of a file's weights in a certain place. */
    public static WeightMemory of(GgufFile file, WeightPlacement placement) {
        boolean looksUpOnly = file.findTensor("output.weight").isPresent();
        long mapped = 0;
        long unpacked = 0;
        long repacked = 0;
        for (TensorInfo tensor : file.tensors()) {
            mapped += tensor.byteSize();
            boolean multiplies = tensor.shape().size() > 1 && !(looksUpOnly && tensor.name().equals(EMBEDDING));
            switch (placement) {
                case MAPPED -> unpacked += tensor.shape().size() == 1 ? tensor.elements() : 0;
                case UNPACKED -> unpacked += tensor.shape().size() == 1 || multiplies ? tensor.elements() : 0;
                case REPACKED -> {
                    unpacked += tensor.shape().size() == 1 ? tensor.elements() : 0;
                    repacked += multiplies ? repackedBytes(tensor) : 0;
                }
            }
        }
        return new WeightMemory(placement, mapped, unpacked * Float.BYTES, repacked);
    }

    private static long repackedBytes(TensorInfo tensor) {
        long rows = tensor.name().endsWith(PAIRED) ? tensor.extent(1) / 2 : tensor.extent(1);
        return RepackedTensor.fits(tensor.type(), rows)
                ? RepackedTensor.bytesFor(tensor.type(), tensor.elements())
                : 0;
    }
}
