package dev.qwenagent.local.grammar;

import dev.qwenagent.local.tokenizer.BpeTokenizer;
import dev.qwenagent.local.tokenizer.TokenType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The ordinary tokens of a vocabulary by their bytes, as a tree in the order of a walk through it: the first child of a node
 * comes right behind it, its next sibling behind all that is below it. Node 0 is the root. Immutable; arrays, no objects.
 */
final class TokenTrie {

    static final int ROOT = 0;

    private final byte[] label; // (nodes): the byte that leads here
    private final byte[] depth; // (nodes): bytes from the root
    private final int[] end; // (nodes): the first node that is not below
    private final int[] token; // (nodes): the token that ends here, or -1
    private final int[][] twins; // tokens of the same bytes as an earlier one: {node, token}
    private final byte[][] bytes; // (tokens): empty for those that are not in the tree
    private final int deepest;

    private TokenTrie(byte[][] bytes) {
        this.bytes = bytes;
        List<Integer> sorted = new ArrayList<>();
        int nodes = 1;
        int longest = 0;
        for (int id = 0; id < bytes.length; id++) {
            if (bytes[id].length > 0 && bytes[id].length < Byte.MAX_VALUE * 2) {
                sorted.add(id);
                nodes += bytes[id].length;
                longest = Math.max(longest, bytes[id].length);
            }
        }
        sorted.sort(Comparator.<Integer, byte[]>comparing(id -> bytes[id], Arrays::compareUnsigned)
                .thenComparing(Comparator.naturalOrder()));
        byte[] labels = new byte[nodes];
        byte[] depths = new byte[nodes];
        int[] ends = new int[nodes];
        int[] tokens = new int[nodes];
        int[] path = new int[longest + 1];
        List<int[]> same = new ArrayList<>();
        Arrays.fill(tokens, -1);
        int size = 1;
        int open = 0;
        byte[] last = new byte[0];
        for (int id : sorted) {
            byte[] of = bytes[id];
            int common = Arrays.mismatch(last, of);
            common = common < 0 ? of.length : common;
            if (common == of.length) {
                same.add(new int[]{path[common], id});
                continue;
            }
            for (; open > common; open--) {
                ends[path[open]] = size;
            }
            for (int i = common; i < of.length; i++) {
                labels[size] = of[i];
                depths[size] = (byte) (i + 1);
                path[i + 1] = size++;
            }
            open = of.length;
            tokens[path[open]] = id;
            last = of;
        }
        for (; open >= 0; open--) {
            ends[path[open]] = size;
        }
        this.label = Arrays.copyOf(labels, size);
        this.depth = Arrays.copyOf(depths, size);
        this.end = Arrays.copyOf(ends, size);
        this.token = Arrays.copyOf(tokens, size);
        this.twins = same.toArray(int[][]::new);
        this.deepest = longest;
    }

    /** The tree of a tokenizer; only tokens of type normal and byte are in it. */
    static TokenTrie of(BpeTokenizer tokenizer) {
        byte[][] bytes = new byte[tokenizer.vocabulary().size()][];
        for (int id = 0; id < bytes.length; id++) {
            TokenType type = tokenizer.vocabulary().type(id);
            bytes[id] = type == TokenType.NORMAL || type == TokenType.BYTE ? tokenizer.tokenBytes(id) : new byte[0];
        }
        return new TokenTrie(bytes);
    }

    /** How many ids the vocabulary has. */
    int tokens() {
        return bytes.length;
    }

    /** The bytes of a token; empty for one that is not in the tree. Not to be changed. */
    byte[] bytes(int id) {
        return bytes[id];
    }

    /** Bytes of the longest token. */
    int deepest() {
        return deepest;
    }

    /** The byte, 0 to 255, that leads to a node. */
    int label(int node) {
        return label[node] & 0xFF;
    }

    int depth(int node) {
        return depth[node] & 0xFF;
    }

    /** The first node that is not below a node. */
    int end(int node) {
        return end[node];
    }

    boolean hasChildren(int node) {
        return end[node] > node + 1;
    }

    /** The token with the bytes that lead to a node, or -1. */
    int token(int node) {
        return token[node];
    }

    /** The child that a byte leads to, or -1. */
    int child(int node, int value) {
        for (int child = node + 1; child < end[node]; child = end[child]) {
            if ((label[child] & 0xFF) >= value) {
                return (label[child] & 0xFF) == value ? child : -1;
            }
        }
        return -1;
    }

    /** Sets the bits of tokens that have the same bytes as one whose bit is set. */
    void addTwins(long[] words) {
        for (int[] twin : twins) {
            int first = token[twin[0]];
            if ((words[first / Long.SIZE] >>> first & 1) != 0) {
                words[twin[1] / Long.SIZE] |= 1L << twin[1];
            }
        }
    }
}
