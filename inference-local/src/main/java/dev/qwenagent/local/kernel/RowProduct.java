package dev.qwenagent.local.kernel;

import dev.qwenagent.local.tensor.RepackedTensor;
import dev.qwenagent.local.tensor.StoredTensor;

/**
 * A product of a stored matrix with tokens as work for a team: a piece is a range of rows.
 *
 * <p>
 * It is used again and again and keeps its panels, so that a product allocates nothing once they have their size. One
 * product at a time.
 */
final class RowProduct implements Kernels.Work {

    private static final int PIECES_PER_MEMBER = 6;
    private static final float[][] NOTHING = {};

    private final WorkTeam team;
    private final Panel[] panels;
    private final TileProduct tiles;
    private StoredTensor weights;
    private float[][] x = NOTHING;
    private float[][] out = NOTHING;
    private int n;
    private int pieceRows;

    RowProduct(WorkTeam team, StoredTensor first) {
        this.team = team;
        this.weights = first;
        tiles = new TileProduct(team);
        panels = new Panel[team.members()];
        for (int i = 0; i < panels.length; i++) {
            panels[i] = new Panel();
        }
    }

    /** Multiplies the first {@code n} tokens: {@code out[t] = weights * x[t]}. */
    void multiply(StoredTensor weights, float[][] x, float[][] out, int n) {
        this.weights = weights;
        this.x = x;
        this.out = out;
        this.n = n;
        int rows = weights.rows();
        long products = (long) rows * weights.columns() * n;
        int pieces = products < WorkTeam.WORTH_SHARING ? 1 : PIECES_PER_MEMBER * team.members();
        pieceRows = Math.ceilDiv(Math.ceilDiv(rows, pieces), Panel.GROUP) * Panel.GROUP;
        team.run(this, pieceRows == 0 ? 0 : Math.ceilDiv(rows, pieceRows));
        this.x = NOTHING;
        this.out = NOTHING;
    }

    /** Multiplies a single token with the second copy of a matrix: {@code out = weights * x}, with x rounded. */
    void multiply(RepackedTensor weights, float[] x, float[] out) {
        tiles.multiply(weights, x, out);
    }

    @Override
    public void run(int member, int piece) {
        int first = piece * pieceRows;
        int end = Math.min(first + pieceRows, weights.rows());
        if (n == 1 && SingleToken.supports(weights)) {
            int apart = (end - first) / Panel.GROUP;
            float[] sums = panels[member].sums();
            for (int row = first; row < first + apart; row++) {
                SingleToken.fourRows(weights, row, apart, x[0], sums);
                for (int r = 0; r < Panel.GROUP; r++) {
                    out[0][row + r * apart] = Lanes.sum(sums, r * Lanes.COUNT);
                }
            }
            first += Panel.GROUP * apart;
        }
        int height = n == 1 ? Panel.GROUP : Panel.heightFor(weights.columns());
        for (int row = first; row < end; row += height) {
            panels[member].fill(weights, row, Math.min(height, end - row));
            Tiles.multiply(panels[member], x, out, n);
        }
    }
}
