package dev.qwenagent.local.model;

import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.TensorInfo;

/**
 * The memory that a model's weights take, whatever the number of sequences.
 *
 * @param placement where the matrices are
 * @param mapped bytes of the file that are mapped; the operating system pages them in as they are used
 * @param heap bytes on the heap
 */
public record WeightMemory(WeightPlacement placement, long mapped, long heap) {

    private static final String EMBEDDING = "token_embd.weight";

    /** The memory of a file's weights, placed as {@link Model#open(java.nio.file.Path)} places them. */
    public static WeightMemory of(GgufFile file) {
        WeightPlacement placement = ModelLoader.placementFor(file);
        boolean looksUpOnly = file.findTensor("output.weight").isPresent();
        long mapped = 0;
        long unpacked = 0;
        for (TensorInfo tensor : file.tensors()) {
            mapped += tensor.byteSize();
            boolean onHeap = tensor.shape().size() == 1 || switch (placement) {
                case MAPPED -> false;
                case UNPACKED -> !(looksUpOnly && tensor.name().equals(EMBEDDING));
            };
            unpacked += onHeap ? tensor.elements() : 0;
        }
        return new WeightMemory(placement, mapped, unpacked * Float.BYTES);
    }
}
