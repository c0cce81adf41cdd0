package dev.qwenagent.local.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.qwenagent.local.kernel.ScalarKernels;
import org.junit.jupiter.api.Test;

class RotaryEmbeddingTest {

    private static final int DIMENSIONS = 16;

    @Test
    void aPairTurnsByItsFrequencyTimesThePosition() {
        float[] head = new float[DIMENSIONS + 2];
        head[1] = 3;
        head[1 + DIMENSIONS / 2] = 4;
        head[DIMENSIONS] = 7;
        float[][][] angles = angles(new RotaryConfig.Scaling.None(), 5);
        new ScalarKernels().rotate(head, angles[0][0], angles[1][0]);
        double angle = 5 * Math.pow(10_000, -2.0 / DIMENSIONS);
        assertThat(head[1]).isCloseTo((float) (3 * Math.cos(angle) - 4 * Math.sin(angle)), within(1e-6f));
        assertThat(head[9]).isCloseTo((float) (4 * Math.cos(angle) + 3 * Math.sin(angle)), within(1e-6f));
        assertThat(head[DIMENSIONS]).as("beyond the rotated dimensions").isEqualTo(7);
    }

    @Test
    void linearScalingIsThePlainRotationOfTheDividedPosition() {
        float[][][] scaled = angles(new RotaryConfig.Scaling.Linear(4), 20);
        float[][][] plain = angles(new RotaryConfig.Scaling.None(), 5);
        assertThat(scaled[0][0]).containsExactly(plain[0][0], within(1e-6f));
        assertThat(scaled[1][0]).containsExactly(plain[1][0], within(1e-6f));
    }

    /** Pairs 0 to 2 turn more than 32 times in 2048 positions, pairs 6 and 7 less than once. */
    @Test
    void yarnKeepsFastPairsDividesSlowOnesAndBlendsBetween() {
        double[] frequencies = {1, 0.31622776601683794, 0.1, 0.02569350598886808, 0.00625, 0.001383496476323666,
            0.00025, 7.905694150420948e-05};
        double magnitude = 1.138629436111989;
        float[][][] angles = angles(new RotaryConfig.Scaling.Yarn(4, 2048, 32, 1, magnitude), 3);
        for (int pair = 0; pair < frequencies.length; pair++) {
            assertThat(angles[0][0][pair]).as("cosine of pair %d", pair)
                    .isCloseTo((float) (magnitude * Math.cos(3 * frequencies[pair])), within(1e-6f));
            assertThat(angles[1][0][pair]).as("sine of pair %d", pair)
                    .isCloseTo((float) (magnitude * Math.sin(3 * frequencies[pair])), within(1e-6f));
        }
    }

    /** Cosines and sines of one position. */
    private static float[][][] angles(RotaryConfig.Scaling scaling, int position) {
        float[][][] angles = new float[2][1][DIMENSIONS / 2];
        new RotaryEmbedding(new RotaryConfig(DIMENSIONS, 10_000, scaling)).angles(position, 1, angles[0], angles[1]);
        return angles;
    }
}
