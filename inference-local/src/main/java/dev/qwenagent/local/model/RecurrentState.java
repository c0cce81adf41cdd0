package dev.qwenagent.local.model;

import dev.qwenagent.local.tensor.ColumnTensor;
import java.util.Arrays;

/** What a DeltaNet layer remembers: a size that does not grow with the sequence. Not thread-safe: one session, one thread. */
final class RecurrentState implements LayerState {

    private final DeltaNetConfig config;
    private final float[][] inputs; // (taps - 1, channels), the oldest first
    private final float[][][] memory; // (value head, key channel, value channel)
    private final ColumnTensor[] memoryMatrices; // (value head), over the memory

    RecurrentState(DeltaNetConfig config) {
        this.config = config;
        inputs = new float[config.convolution() - 1][config.channels()];
        memory = new float[config.valueHeads()][config.headSize()][config.headSize()];
        memoryMatrices = Arrays.stream(memory).map(ColumnTensor::over).toArray(ColumnTensor[]::new);
    }

    /** The inputs that the convolution still sees, the oldest first: (taps - 1, channels). */
    float[][] inputs() {
        return inputs;
    }

    /** The associative memory of a value head: (key channel, value channel). */
    float[][] memory(int head) {
        return memory[head];
    }

    /** The same memory as a matrix: multiplied with a key it gives what is remembered under it. */
    ColumnTensor memoryMatrix(int head) {
        return memoryMatrices[head];
    }

    /** Drops the oldest input and keeps a copy of {@code input} as the newest. */
    void push(float[] input) {
        if (inputs.length == 0) {
            return;
        }
        float[] newest = inputs[0];
        for (int i = 1; i < inputs.length; i++) {
            inputs[i - 1] = inputs[i];
        }
        System.arraycopy(input, 0, newest, 0, newest.length);
        inputs[inputs.length - 1] = newest;
    }

    void clear() {
        for (float[] input : inputs) {
            Arrays.fill(input, 0);
        }
        for (float[][] head : memory) {
            for (float[] row : head) {
                Arrays.fill(row, 0);
            }
        }
    }

    RecurrentState copy() {
        RecurrentState copy = new RecurrentState(config);
        copy.copyFrom(this);
        return copy;
    }

    void copyFrom(RecurrentState other) {
        copy(other.inputs, inputs);
        for (int head = 0; head < memory.length; head++) {
            copy(other.memory[head], memory[head]);
        }
    }

    private static void copy(float[][] from, float[][] to) {
        for (int i = 0; i < from.length; i++) {
            System.arraycopy(from[i], 0, to[i], 0, from[i].length);
        }
    }
}
