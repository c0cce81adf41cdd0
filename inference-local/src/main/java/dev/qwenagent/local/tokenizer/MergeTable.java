package dev.qwenagent.local.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Which two tokens merge into which, and how early: an open-addressing hash table from a pair of ids to the pair's rank and
 * the merged id. At most half full, so that a look-up that fails, as most do, ends after a probe or two.
 */
final class MergeTable {

    private static final long EMPTY = -1;

    private final long[] pairs;
    private final int[] ranks;
    private final int[] merged;
    private final int mask;

    private MergeTable(int merges) {
        int capacity = Math.max(8, Integer.highestOneBit(Math.max(1, merges)) << 2);
        this.pairs = new long[capacity];
        this.ranks = new int[capacity];
        this.merged = new int[capacity];
        this.mask = capacity - 1;
        Arrays.fill(pairs, EMPTY);
    }

    /**
     * Reads the merges of a vocabulary.
     *
     * @throws IllegalArgumentException if one is not two tokens and a space between them, or makes no token
     */
    static MergeTable of(List<String> merges, Map<String, Integer> ids) {
        MergeTable table = new MergeTable(merges.size());
        for (int rank = 0; rank < merges.size(); rank++) {
            String merge = merges.get(rank);
            int space = merge.indexOf(' ');
            if (space < 0) {
                throw new IllegalArgumentException(
                        "merge " + rank + " '" + merge + "': expected two tokens and a space between them");
            }
            String left = merge.substring(0, space);
            String right = merge.substring(space + 1);
            table.put(pair(id(left, ids, rank), id(right, ids, rank)), rank, id(left + right, ids, rank));
        }
        return table;
    }

    private static int id(String token, Map<String, Integer> ids, int rank) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new IllegalArgumentException(
                    "merge " + rank + " needs the token '" + token + "', which the vocabulary does not have");
        }
        return id;
    }

    private void put(long pair, int rank, int result) {
        int slot = firstSlot(pair);
        while (pairs[slot] != EMPTY) {
            if (pairs[slot] == pair) {
                return;
            }
            slot = slot + 1 & mask;
        }
        pairs[slot] = pair;
        ranks[slot] = rank;
        merged[slot] = result;
    }

    /** The slot of the merge of these two ids; negative if they do not merge. */
    int find(int left, int right) {
        long pair = pair(left, right);
        int slot = firstSlot(pair);
        while (pairs[slot] != EMPTY) {
            if (pairs[slot] == pair) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return -1;
    }

    /** How early the merge in this slot was learned; the lowest rank merges first. */
    int rank(int slot) {
        return ranks[slot];
    }

    /** The id that the merge in this slot makes. */
    int merged(int slot) {
        return merged[slot];
    }

    private static long pair(int left, int right) {
        return (long) left << 32 | right;
    }

    private int firstSlot(long pair) {
        long mixed = pair * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & mask;
    }
}
