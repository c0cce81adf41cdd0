package dev.qwenagent.local.grammar;

import java.util.Arrays;

/** A growing array of numbers. Not thread-safe. */
final class IntArray {

    private int[] values = new int[16];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    int get(int index) {
        return values[index];
    }

    int last() {
        return values[size - 1];
    }

    void setLast(int value) {
        values[size - 1] = value;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
