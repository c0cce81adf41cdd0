package dev.qwenagent.local.kernel;

import dev.qwenagent.local.tensor.RepackedTensor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A product of a repacked matrix with a single token as work for a team: a piece is a range of tiles. The token is rounded
 * once, by the caller. One product at a time.
 */
final class TileProduct implements Kernels.Work {

    private static final int PIECES_PER_MEMBER = 6;
    private static final float[] NOTHING = {};

    private final WorkTeam team;
    private final RepackedTiles[] scratch;
    private final RoundedToken token = new RoundedToken();
    private @Nullable RepackedTensor weights;
    private float[] out = NOTHING;
    private int tiles;
    private int pieceTiles;

    TileProduct(WorkTeam team) {
        this.team = team;
        scratch = new RepackedTiles[team.members()];
        for (int i = 0; i < scratch.length; i++) {
            scratch[i] = new RepackedTiles();
        }
    }

    /** {@code out = weights * round(x)}. */
    void multiply(RepackedTensor weights, float[] x, float[] out) {
        this.weights = weights;
        this.out = out;
        token.round(x, weights.columns());
        tiles = weights.rows() / RepackedTensor.TILE;
        boolean shared = (long) weights.rows() * weights.columns() >= WorkTeam.WORTH_SHARING;
        pieceTiles = Math.ceilDiv(tiles, shared ? PIECES_PER_MEMBER * team.members() : 1);
        team.run(this, tiles == 0 ? 0 : Math.ceilDiv(tiles, pieceTiles));
        this.weights = null;
        this.out = NOTHING;
    }

    @Override
    public void run(int member, int piece) {
        RepackedTensor matrix = Objects.requireNonNull(weights, "a piece without a product");
        for (int tile = piece * pieceTiles; tile < Math.min(tiles, (piece + 1) * pieceTiles); tile++) {
            scratch[member].multiply(matrix, tile, token, out);
        }
    }
}
