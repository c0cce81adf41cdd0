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
 */
final class Tiles {

    private static final boolean MANY_REGISTERS = Lanes.COUNT == 16;

    private Tiles() {}

    /** Multiplies all rows of a panel with the first {@code n} tokens. */
    static void multiply(Panel panel, float[][] x, float[][] out, int n) {
        int t = 0;
        if (MANY_REGISTERS) {
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
        int row = group * Panel.GROUP;
        panel.store(out[t + 0], row + 0, x0, Lanes.sum(s00));
        panel.store(out[t + 0], row + 1, x0, Lanes.sum(s10));
        panel.store(out[t + 0], row + 2, x0, Lanes.sum(s20));
        panel.store(out[t + 0], row + 3, x0, Lanes.sum(s30));
        panel.store(out[t + 1], row + 0, x1, Lanes.sum(s01));
        panel.store(out[t + 1], row + 1, x1, Lanes.sum(s11));
        panel.store(out[t + 1], row + 2, x1, Lanes.sum(s21));
        panel.store(out[t + 1], row + 3, x1, Lanes.sum(s31));
        panel.store(out[t + 2], row + 0, x2, Lanes.sum(s02));
        panel.store(out[t + 2], row + 1, x2, Lanes.sum(s12));
        panel.store(out[t + 2], row + 2, x2, Lanes.sum(s22));
        panel.store(out[t + 2], row + 3, x2, Lanes.sum(s32));
        panel.store(out[t + 3], row + 0, x3, Lanes.sum(s03));
        panel.store(out[t + 3], row + 1, x3, Lanes.sum(s13));
        panel.store(out[t + 3], row + 2, x3, Lanes.sum(s23));
        panel.store(out[t + 3], row + 3, x3, Lanes.sum(s33));
        panel.store(out[t + 4], row + 0, x4, Lanes.sum(s04));
        panel.store(out[t + 4], row + 1, x4, Lanes.sum(s14));
        panel.store(out[t + 4], row + 2, x4, Lanes.sum(s24));
        panel.store(out[t + 4], row + 3, x4, Lanes.sum(s34));
        panel.store(out[t + 5], row + 0, x5, Lanes.sum(s05));
        panel.store(out[t + 5], row + 1, x5, Lanes.sum(s15));
        panel.store(out[t + 5], row + 2, x5, Lanes.sum(s25));
        panel.store(out[t + 5], row + 3, x5, Lanes.sum(s35));
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
        int row = group * Panel.GROUP;
        panel.store(out[t + 0], row + 0, x0, Lanes.sum(s00));
        panel.store(out[t + 0], row + 1, x0, Lanes.sum(s10));
        panel.store(out[t + 0], row + 2, x0, Lanes.sum(s20));
        panel.store(out[t + 0], row + 3, x0, Lanes.sum(s30));
        panel.store(out[t + 1], row + 0, x1, Lanes.sum(s01));
        panel.store(out[t + 1], row + 1, x1, Lanes.sum(s11));
        panel.store(out[t + 1], row + 2, x1, Lanes.sum(s21));
        panel.store(out[t + 1], row + 3, x1, Lanes.sum(s31));
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
        int row = group * Panel.GROUP;
        panel.store(out[t], row + 0, x0, Lanes.sum(s00));
        panel.store(out[t], row + 1, x0, Lanes.sum(s10));
        panel.store(out[t], row + 2, x0, Lanes.sum(s20));
        panel.store(out[t], row + 3, x0, Lanes.sum(s30));
    }
}
