package dev.qwenagent.local.tokenizer;

import java.util.Arrays;

/** A binary heap of merges that could be made, the lowest rank first, among equals the leftmost. Not thread-safe. */
final class MergeQueue {

    private long[] heap = new long[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds a merge of the given rank at the given position. */
    void add(int rank, int position) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        long entry = (long) rank << 32 | position;
        int hole = size++;
        while (hole > 0 && heap[hole - 1 >>> 1] > entry) {
            heap[hole] = heap[hole - 1 >>> 1];
            hole = hole - 1 >>> 1;
        }
        heap[hole] = entry;
    }

    /** Removes the first merge; {@link #rank} and {@link #position} take it apart. */
    long remove() {
        long first = heap[0];
        long last = heap[--size];
        int hole = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= last) {
                break;
            }
            heap[hole] = heap[child];
            hole = child;
            child = 2 * hole + 1;
        }
        heap[hole] = last;
        return first;
    }

    static int rank(long entry) {
        return (int) (entry >>> 32);
    }

    static int position(long entry) {
        return (int) entry;
    }
}
