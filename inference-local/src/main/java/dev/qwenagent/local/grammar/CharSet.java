package dev.qwenagent.local.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A set of Unicode scalar values: code points without the surrogates, which no UTF-8 text can hold. Immutable.
 */
final class CharSet {

    /** Every scalar value. */
    static final CharSet ANY = new CharSet(0, 0xD7FF, 0xE000, Character.MAX_CODE_POINT);
    static final CharSet NONE = new CharSet();

    /** Pairs of first and last member of a range, ascending and apart from one another. */
    private final int[] bounds;

    private CharSet(int... bounds) {
        this.bounds = bounds;
    }

    static CharSet of(int character) {
        return range(character, character);
    }

    /** The members of a text. */
    static CharSet of(String characters) {
        return characters.codePoints().mapToObj(CharSet::of).reduce(NONE, CharSet::or);
    }

    static CharSet range(int first, int last) {
        return new CharSet(first, last).and(ANY);
    }

    /** All scalar values that a test holds of. */
    static CharSet where(IntPredicate test) {
        List<int[]> ranges = new ArrayList<>();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (test.test(c)) {
                int first = c;
                while (c < Character.MAX_CODE_POINT && test.test(c + 1)) {
                    c++;
                }
                ranges.add(new int[]{first, c});
            }
        }
        return new CharSet(flat(ranges)).and(ANY);
    }

    private static int[] flat(List<int[]> ranges) {
        return ranges.stream().flatMapToInt(Arrays::stream).toArray();
    }

    int ranges() {
        return bounds.length / 2;
    }

    int first(int range) {
        return bounds[2 * range];
    }

    int last(int range) {
        return bounds[2 * range + 1];
    }

    boolean isEmpty() {
        return bounds.length == 0;
    }

    boolean contains(int character) {
        int low = 0;
        int high = ranges() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (character > last(middle)) {
                low = middle + 1;
            } else if (character < first(middle)) {
                high = middle - 1;
            } else {
                return true;
            }
        }
        return false;
    }

    CharSet and(CharSet other) {
        List<int[]> common = new ArrayList<>();
        int mine = 0;
        int theirs = 0;
        while (mine < ranges() && theirs < other.ranges()) {
            int from = Math.max(first(mine), other.first(theirs));
            int to = Math.min(last(mine), other.last(theirs));
            if (from <= to) {
                common.add(new int[]{from, to});
            }
            if (last(mine) < other.last(theirs)) {
                mine++;
            } else {
                theirs++;
            }
        }
        return new CharSet(flat(common));
    }

    CharSet or(CharSet other) {
        return complement().and(other.complement()).complement();
    }

    CharSet complement() {
        List<int[]> rest = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < ranges(); i++) {
            if (first(i) > next) {
                rest.add(new int[]{next, first(i) - 1});
            }
            next = last(i) + 1;
        }
        if (next <= Character.MAX_CODE_POINT) {
            rest.add(new int[]{next, Character.MAX_CODE_POINT});
        }
        int[] flat = flat(rest);
        return this == ANY ? NONE : new CharSet(flat).and(ANY);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CharSet that && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }
}
