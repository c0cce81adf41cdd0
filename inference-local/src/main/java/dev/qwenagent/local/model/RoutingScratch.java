package dev.qwenagent.local.model;

/** The intermediate results of routing tokens through experts. Not thread-safe: one session, one thread. */
final class RoutingScratch {

    final float[][] probabilities; // (n, experts)
    final int[][] chosen; // (n, used): expert ids
    final float[][] shares; // (n, used)
    final int[] starts; // (experts + 1): where each expert's tokens begin in the lists below
    final int[] tokens; // (n * used): by expert, then in the order of the batch
    final float[] tokenShares; // (n * used)
    final float[][] gathered; // (n): rows of the tokens of one expert
    final float[][] outputs; // (n, width)
    final float[][] sharedGates; // (n, 1)

    RoutingScratch(FeedForwardConfig.Experts config, int width, int n) {
        probabilities = new float[n][config.experts()];
        chosen = new int[n][config.used()];
        shares = new float[n][config.used()];
        starts = new int[config.experts() + 1];
        tokens = new int[n * config.used()];
        tokenShares = new float[n * config.used()];
        gathered = new float[n][];
        outputs = new float[n][width];
        sharedGates = new float[n][1];
    }
}
