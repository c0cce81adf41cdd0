package dev.qwenagent.local.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.qwenagent.local.LocalModelException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SamplerTest {

    private static final float NEVER = Float.NEGATIVE_INFINITY;
    private static final int DRAWS = 20_000;

    /** Logarithms of 0.4, 0.3, 0.2, 0.1 in another order, and a forbidden token. */
    private static final float[] LOGITS = {log(0.2), NEVER, log(0.4), log(0.1), log(0.3)};

    @Test
    void greedyTakesTheLikeliestAndTheLowerIdOfEquals() {
        assertThat(Sampler.greedy().sample(LOGITS)).isEqualTo(2);
        assertThat(Sampler.greedy().sample(new float[]{1, 3, 3})).isEqualTo(1);
        assertThat(Sampler.of(SamplingOptions.greedy()).sample(LOGITS)).isEqualTo(2);
    }

    @Test
    void scoresWithoutAFiniteValueAreRefused() {
        float[] none = {NEVER, Float.NaN};
        Sampler random = Sampler.of(new SamplingOptions(1, 0, 1, 0, 1));
        assertThatThrownBy(() -> Sampler.greedy().sample(none)).isInstanceOf(LocalModelException.class)
                .hasMessageContaining("none of the 2 tokens");
        assertThatThrownBy(() -> random.sample(none)).isInstanceOf(LocalModelException.class)
                .hasMessageContaining("none of the 2 tokens");
    }

    @Test
    void whatIsNoNumberIsNeverChosenAndAnInfiniteScoreAlways() {
        float[] broken = {Float.NaN, 1, NEVER, 0, Float.NaN};
        float[] infinite = {Float.NaN, 1, Float.POSITIVE_INFINITY, 0};
        for (SamplingOptions options : List.of(SamplingOptions.greedy(), new SamplingOptions(1, 0, 1, 0, 3),
                new SamplingOptions(2, 0, 0.99, 0, 3), new SamplingOptions(1, 3, 0.99, 0.01, 3),
                new SamplingOptions(1, 0, 1, 0.01, 3))) {
            Sampler sampler = Sampler.of(options);
            for (int i = 0; i < 200; i++) {
                assertThat(sampler.sample(broken)).as("%s", options).isIn(1, 3);
                assertThat(sampler.sample(infinite)).as("%s", options).isEqualTo(2);
            }
        }
    }

    @Test
    void frequenciesAreTheProbabilities() {
        assertThat(frequencies(new SamplingOptions(1, 0, 1, 0, 7))).containsExactly(new double[]{0.2, 0, 0.4, 0.1, 0.3},
                within(0.02));
    }

    @Test
    void temperatureSharpens() {
        assertThat(frequencies(new SamplingOptions(0.5, 0, 1, 0, 7)))
                .containsExactly(new double[]{0.04 / 0.3, 0, 0.16 / 0.3, 0.01 / 0.3, 0.09 / 0.3}, within(0.02));
    }

    @Test
    void topKKeepsTheLikeliest() {
        assertThat(frequencies(new SamplingOptions(1, 2, 1, 0, 7)))
                .containsExactly(new double[]{0, 0, 4 / 7.0, 0, 3 / 7.0}, within(0.02));
        assertThat(frequencies(new SamplingOptions(1, 99, 1, 0, 7)))
                .containsExactly(new double[]{0.2, 0, 0.4, 0.1, 0.3}, within(0.02));
    }

    @Test
    void topPKeepsTheFewestThatReachIt() {
        assertThat(frequencies(new SamplingOptions(1, 0, 0.65, 0, 7)))
                .containsExactly(new double[]{0, 0, 4 / 7.0, 0, 3 / 7.0}, within(0.02));
        assertThat(frequencies(new SamplingOptions(1, 0, 0.75, 0, 7)))
                .containsExactly(new double[]{2 / 9.0, 0, 4 / 9.0, 0, 3 / 9.0}, within(0.02));
        assertThat(frequencies(new SamplingOptions(1, 0, 1e-9, 0, 7))).containsExactly(0, 0, 1, 0, 0);
    }

    @Test
    void topPCountsOnlyWhatTopKLeft() {
        assertThat(frequencies(new SamplingOptions(1, 2, 0.55, 0, 7))).containsExactly(0, 0, 1, 0, 0);
    }

    @Test
    void minPKeepsWhatIsNearTheLikeliest() {
        assertThat(frequencies(new SamplingOptions(1, 0, 1, 0.45, 7)))
                .containsExactly(new double[]{2 / 9.0, 0, 4 / 9.0, 0, 3 / 9.0}, within(0.02));
    }

    @Test
    void aSeedRepeatsItsChoices() {
        float[] logits = new float[2000];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) random.nextDouble(-3, 3);
        }
        SamplingOptions options = new SamplingOptions(0.6, 20, 0.95, 0, 11);
        Sampler one = Sampler.of(options);
        Sampler two = Sampler.of(options);
        for (int i = 0; i < 200; i++) {
            assertThat(one.sample(logits)).isEqualTo(two.sample(logits));
        }
    }

    @Test
    void optionsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> new SamplingOptions(-1, 0, 1, 0, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("temperature", "-1");
        assertThatThrownBy(() -> new SamplingOptions(1, -1, 1, 0, 0)).hasMessageContaining("topK");
        assertThatThrownBy(() -> new SamplingOptions(1, 0, 0, 0, 0)).hasMessageContaining("topP");
        assertThatThrownBy(() -> new SamplingOptions(1, 0, 1, 2, 0)).hasMessageContaining("minP");
    }

    private static double[] frequencies(SamplingOptions options) {
        Sampler sampler = Sampler.of(options);
        double[] shares = new double[LOGITS.length];
        for (int i = 0; i < DRAWS; i++) {
            shares[sampler.sample(LOGITS)] += 1.0 / DRAWS;
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.round(shares[i] * 1e9) / 1e9;
        }
        return shares;
    }

    private static float log(double probability) {
        return (float) Math.log(probability);
    }
}
