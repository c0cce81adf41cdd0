package dev.qwenagent.local.kernel;

import jdk.incubator.vector.FloatVector;

/**
 * Products of a panel's rows with tokens, in tiles that keep all their sums in registers.
 *
 * <p>
 * A tile is four rows by six tokens where there are 32 vector registers (24 sums, 4 weights, an activation), four by two
 * where there are 16. Whatever the tile, a row's product with a token is computed in the same order: a sum in each lane
 * over the columns, the lanes in the order of {@link Lanes#sum}, then the last columns that fill no vector. So a token's
 * numbers do not depend on its company.
 *
 * <p>
 * The sums leave a tile through an array: a vector that is handed to another method is an object unless that method is
 * inlined, and the compiler does not inline what it has already found to be large.
 */
final class Tiles {

    /** Tokens of the largest tile. */
    static final int MOST_TOKENS = 6;

    private Tiles() {}

    /** Multiplies all rows of a panel with the first {@code n} tokens. */
    static void multiply(Panel panel, float[][] x, float[][] out, int n) {
        int t = 0;
        if (Lanes.MANY_REGISTERS) {
            for (; t + 6 <= n; t += 6) {
                for (int group = 0; group < panel.groups(); group++) {
                    bySix(panel, group, x, t, out);
                }
            }
        }
        for (; t + 2 <= n; t += 2) {
            for (int group = 0; group < panel.groups(); group++) {
                byTwo(panel, group, x, t, out);
            }
        }
        for (; t < n; t++) {
            for (int group = 0; group < panel.groups(); group++) {
                byOne(panel, group, x, t, out);
            }
        }
    }

    /** Six tokens: ten loads for 24 products. */
    private static void bySix(Panel panel, int group, float[][] x, int t, float[][] out) {
        float[] w = panel.values();
        int columns = panel.columns();
        int r0 = group * Panel.GROUP * columns;
        int r1 = r0 + columns;
        int r2 = r1 + columns;
        int r3 = r2 + columns;
        float[] x0 = x[t + 0];
        float[] x1 = x[t + 1];
        float[] x2 = x[t + 2];
        float[] x3 = x[t + 3];
        float[] x4 = x[t + 4];
        float[] x5 = x[t + 5];
        FloatVector s00 = FloatVector.zero(Lanes.F);
        FloatVector s01 = FloatVector.zero(Lanes.F);
        FloatVector s02 = FloatVector.zero(Lanes.F);
        FloatVector s03 = FloatVector.zero(Lanes.F);
        FloatVector s04 = FloatVector.zero(Lanes.F);
        FloatVector s05 = FloatVector.zero(Lanes.F);
        FloatVector s10 = FloatVector.zero(Lanes.F);
        FloatVector s11 = FloatVector.zero(Lanes.F);
        FloatVector s12 = FloatVector.zero(Lanes.F);
        FloatVector s13 = FloatVector.zero(Lanes.F);
        FloatVector s14 = FloatVector.zero(Lanes.F);
        FloatVector s15 = FloatVector.zero(Lanes.F);
        FloatVector s20 = FloatVector.zero(Lanes.F);
        FloatVector s21 = FloatVector.zero(Lanes.F);
        FloatVector s22 = FloatVector.zero(Lanes.F);
        FloatVector s23 = FloatVector.zero(Lanes.F);
        FloatVector s24 = FloatVector.zero(Lanes.F);
        FloatVector s25 = FloatVector.zero(Lanes.F);
        FloatVector s30 = FloatVector.zero(Lanes.F);
        FloatVector s31 = FloatVector.zero(Lanes.F);
        FloatVector s32 = FloatVector.zero(Lanes.F);
        FloatVector s33 = FloatVector.zero(Lanes.F);
        FloatVector s34 = FloatVector.zero(Lanes.F);
        FloatVector s35 = FloatVector.zero(Lanes.F);
        int whole = Lanes.whole(columns);
        for (int c = 0; c < whole; c += Lanes.COUNT) {
            FloatVector w0 = FloatVector.fromArray(Lanes.F, w, r0 + c);
            FloatVector w1 = FloatVector.fromArray(Lanes.F, w, r1 + c);
            FloatVector w2 = FloatVector.fromArray(Lanes.F, w, r2 + c);
            FloatVector w3 = FloatVector.fromArray(Lanes.F, w, r3 + c);
            FloatVector y0 = FloatVector.fromArray(Lanes.F, x0, c);
            s00 = w0.fma(y0, s00);
            s10 = w1.fma(y0, s10);
            s20 = w2.fma(y0, s20);
            s30 = w3.fma(y0, s30);
            FloatVector y1 = FloatVector.fromArray(Lanes.F, x1, c);
            s01 = w0.fma(y1, s01);
            s11 = w1.fma(y1, s11);
            s21 = w2.fma(y1, s21);
            s31 = w3.fma(y1, s31);
            FloatVector y2 = FloatVector.fromArray(Lanes.F, x2, c);
            s02 = w0.fma(y2, s02);
            s12 = w1.fma(y2, s12);
            s22 = w2.fma(y2, s22);
            s32 = w3.fma(y2, s32);
            FloatVector y3 = FloatVector.fromArray(Lanes.F, x3, c);
            s03 = w0.fma(y3, s03);
            s13 = w1.fma(y3, s13);
            s23 = w2.fma(y3, s23);
            s33 = w3.fma(y3, s33);
            FloatVector y4 = FloatVector.fromArray(Lanes.F, x4, c);
            s04 = w0.fma(y4, s04);
            s14 = w1.fma(y4, s14);
            s24 = w2.fma(y4, s24);
            s34 = w3.fma(y4, s34);
            FloatVector y5 = FloatVector.fromArray(Lanes.F, x5, c);
            s05 = w0.fma(y5, s05);
            s15 = w1.fma(y5, s15);
            s25 = w2.fma(y5, s25);
            s35 = w3.fma(y5, s35);
        }
        float[] sums = panel.sums();
        s00.intoArray(sums, 0);
        s10.intoArray(sums, Lanes.COUNT);
        s20.intoArray(sums, 2 * Lanes.COUNT);
        s30.intoArray(sums, 3 * Lanes.COUNT);
        s01.intoArray(sums, 4 * Lanes.COUNT);
        s11.intoArray(sums, 5 * Lanes.COUNT);
        s21.intoArray(sums, 6 * Lanes.COUNT);
        s31.intoArray(sums, 7 * Lanes.COUNT);
        s02.intoArray(sums, 8 * Lanes.COUNT);
        s12.intoArray(sums, 9 * Lanes.COUNT);
        s22.intoArray(sums, 10 * Lanes.COUNT);
        s32.intoArray(sums, 11 * Lanes.COUNT);
        s03.intoArray(sums, 12 * Lanes.COUNT);
        s13.intoArray(sums, 13 * Lanes.COUNT);
        s23.intoArray(sums, 14 * Lanes.COUNT);
        s33.intoArray(sums, 15 * Lanes.COUNT);
        s04.intoArray(sums, 16 * Lanes.COUNT);
        s14.intoArray(sums, 17 * Lanes.COUNT);
        s24.intoArray(sums, 18 * Lanes.COUNT);
        s34.intoArray(sums, 19 * Lanes.COUNT);
        s05.intoArray(sums, 20 * Lanes.COUNT);
        s15.intoArray(sums, 21 * Lanes.COUNT);
        s25.intoArray(sums, 22 * Lanes.COUNT);
        s35.intoArray(sums, 23 * Lanes.COUNT);
        panel.store(group, 0, x0, out[t + 0]);
        panel.store(group, 1, x1, out[t + 1]);
        panel.store(group, 2, x2, out[t + 2]);
        panel.store(group, 3, x3, out[t + 3]);
        panel.store(group, 4, x4, out[t + 4]);
        panel.store(group, 5, x5, out[t + 5]);
    }

    /** Two tokens: six loads for 8 products. */
    private static void byTwo(Panel panel, int group, float[][] x, int t, float[][] out) {
        float[] w = panel.values();
        int columns = panel.columns();
        int r0 = group * Panel.GROUP * columns;
        int r1 = r0 + columns;
        int r2 = r1 + columns;
        int r3 = r2 + columns;
        float[] x0 = x[t + 0];
        float[] x1 = x[t + 1];
        FloatVector s00 = FloatVector.zero(Lanes.F);
        FloatVector s01 = FloatVector.zero(Lanes.F);
        FloatVector s10 = FloatVector.zero(Lanes.F);
        FloatVector s11 = FloatVector.zero(Lanes.F);
        FloatVector s20 = FloatVector.zero(Lanes.F);
        FloatVector s21 = FloatVector.zero(Lanes.F);
        FloatVector s30 = FloatVector.zero(Lanes.F);
        FloatVector s31 = FloatVector.zero(Lanes.F);
        int whole = Lanes.whole(columns);
        for (int c = 0; c < whole; c += Lanes.COUNT) {
            FloatVector w0 = FloatVector.fromArray(Lanes.F, w, r0 + c);
            FloatVector w1 = FloatVector.fromArray(Lanes.F, w, r1 + c);
            FloatVector w2 = FloatVector.fromArray(Lanes.F, w, r2 + c);
            FloatVector w3 = FloatVector.fromArray(Lanes.F, w, r3 + c);
            FloatVector y0 = FloatVector.fromArray(Lanes.F, x0, c);
            s00 = w0.fma(y0, s00);
            s10 = w1.fma(y0, s10);
            s20 = w2.fma(y0, s20);
            s30 = w3.fma(y0, s30);
            FloatVector y1 = FloatVector.fromArray(Lanes.F, x1, c);
            s01 = w0.fma(y1, s01);
            s11 = w1.fma(y1, s11);
            s21 = w2.fma(y1, s21);
            s31 = w3.fma(y1, s31);
        }
        float[] sums = panel.sums();
        s00.intoArray(sums, 0);
        s10.intoArray(sums, Lanes.COUNT);
        s20.intoArray(sums, 2 * Lanes.COUNT);
        s30.intoArray(sums, 3 * Lanes.COUNT);
        s01.intoArray(sums, 4 * Lanes.COUNT);
        s11.intoArray(sums, 5 * Lanes.COUNT);
        s21.intoArray(sums, 6 * Lanes.COUNT);
        s31.intoArray(sums, 7 * Lanes.COUNT);
        panel.store(group, 0, x0, out[t + 0]);
        panel.store(group, 1, x1, out[t + 1]);
    }

    /** One token: five loads for 4 products. */
    private static void byOne(Panel panel, int group, float[][] x, int t, float[][] out) {
        float[] w = panel.values();
        int columns = panel.columns();
        int r0 = group * Panel.GROUP * columns;
        int r1 = r0 + columns;
        int r2 = r1 + columns;
        int r3 = r2 + columns;
        float[] x0 = x[t];
        FloatVector s00 = FloatVector.zero(Lanes.F);
        FloatVector s10 = FloatVector.zero(Lanes.F);
        FloatVector s20 = FloatVector.zero(Lanes.F);
        FloatVector s30 = FloatVector.zero(Lanes.F);
        int whole = Lanes.whole(columns);
        for (int c = 0; c < whole; c += Lanes.COUNT) {
            FloatVector w0 = FloatVector.fromArray(Lanes.F, w, r0 + c);
            FloatVector w1 = FloatVector.fromArray(Lanes.F, w, r1 + c);
            FloatVector w2 = FloatVector.fromArray(Lanes.F, w, r2 + c);
            FloatVector w3 = FloatVector.fromArray(Lanes.F, w, r3 + c);
            FloatVector y0 = FloatVector.fromArray(Lanes.F, x0, c);
            s00 = w0.fma(y0, s00);
            s10 = w1.fma(y0, s10);
            s20 = w2.fma(y0, s20);
            s30 = w3.fma(y0, s30);
        }
        float[] sums = panel.sums();
        s00.intoArray(sums, 0);
        s10.intoArray(sums, Lanes.COUNT);
        s20.intoArray(sums, 2 * Lanes.COUNT);
        s30.intoArray(sums, 3 * Lanes.COUNT);
        panel.store(group, 0, x0, out[t]);
    }
}
