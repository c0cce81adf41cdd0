package dev.qwenagent.local.kernel;

import java.util.function.IntUnaryOperator;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sixteen whole numbers in registers, looked up for all lanes at once.
 *
 * <p>
 * A vector of four or eight lanes holds a part of them; then every part is asked and the right answer kept. Parts that the
 * machine's width does not need repeat the first.
 *
 * @param first numbers 0 ..
 * @param second those from {@link Lanes#COUNT} on
 * @param third those from twice that on
 * @param fourth those from three times that on
 */
record LevelTable(IntVector first, IntVector second, IntVector third, IntVector fourth) {

    private static final int SIZE = 16;

    /** The table of a function of the codes 0 to 15. */
    static LevelTable of(IntUnaryOperator level) {
        int[] levels = new int[4 * SIZE];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = level.applyAsInt(i % SIZE);
        }
        return new LevelTable(part(levels, 0), part(levels, 1), part(levels, 2), part(levels, 3));
    }

    private static IntVector part(int[] levels, int index) {
        return IntVector.fromArray(Lanes.I, levels, index * Lanes.COUNT);
    }

    /** The number of each lane's code. */
    IntVector of(IntVector codes) {
        if (Lanes.COUNT == SIZE) {
            return codes.selectFrom(first);
        }
        IntVector within = codes.and(Lanes.COUNT - 1);
        IntVector numbers = within.selectFrom(first);
        numbers = numbers.blend(within.selectFrom(second), codes.compare(VectorOperators.GE, Lanes.COUNT));
        if (Lanes.COUNT == 4) {
            numbers = numbers.blend(within.selectFrom(third), codes.compare(VectorOperators.GE, 8));
            numbers = numbers.blend(within.selectFrom(fourth), codes.compare(VectorOperators.GE, 12));
        }
        return numbers;
    }
}
