package dev.qwenagent.local.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogitAdjustmentsTest {

    private static final float[] LOGITS = {2, -1, 0.5f, 3, -2};

    private float[] seen = {};

    @Test
    void theRepetitionPenaltyDividesPositiveScoresAndMultipliesNegativeOnes() {
        Sampler sampler = watched(new LogitAdjustments(2, 0, 0, Map.of()), 0, 1);
        sampler.accepted(4);
        sampler.sample(LOGITS);
        assertThat(seen).containsExactly(1, -2, 0.5f, 3, -4);
        assertThat(LOGITS).as("the model's own scores").containsExactly(2, -1, 0.5f, 3, -2);
    }

    @Test
    void thePresencePenaltyIsTakenOnceFromWhatTheAnswerHas() {
        Sampler sampler = watched(new LogitAdjustments(1, 1.5, 0, Map.of()), 0, 1);
        sampler.accepted(3);
        sampler.accepted(3);
        sampler.sample(LOGITS);
        assertThat(seen).as("the prompt's tokens 0 and 1 are left alone").containsExactly(2, -1, 0.5f, 1.5f, -2);
    }

    @Test
    void theFrequencyPenaltyIsTakenForEachTime() {
        Sampler sampler = watched(new LogitAdjustments(1, 0, 0.25, Map.of()));
        sampler.accepted(3);
        sampler.accepted(3);
        sampler.accepted(1);
        sampler.sample(LOGITS);
        assertThat(seen).containsExactly(2, -1.25f, 0.5f, 2.5f, -2);
    }

    @Test
    void aBiasIsAddedAndMayForbid() {
        Sampler sampler = watched(
                new LogitAdjustments(1, 0, 0, Map.of(1, 7.0, 3, Double.NEGATIVE_INFINITY, 99, 1.0)));
        assertThat(sampler.sample(LOGITS)).isEqualTo(1);
        assertThat(seen).containsExactly(2, 6, 0.5f, Float.NEGATIVE_INFINITY, -2);
    }

    @Test
    void togetherTheyFollowTheDefinition() {
        LogitAdjustments all = new LogitAdjustments(1.3, 0.4, 0.2, Map.of(2, -1.5));
        int[] prompt = {2, 3, 3};
        int[] answer = {3, 0, 3};
        Sampler sampler = watched(all, prompt);
        for (int token : answer) {
            sampler.accepted(token);
        }
        sampler.sample(LOGITS);
        float[] expected = {(float) (2 / 1.3 - 0.4 - 0.2), -1, (float) (0.5 / 1.3 - 1.5),
            (float) (3 / 1.3 - 0.4 - 2 * 0.2), -2};
        assertThat(seen).containsExactly(expected, within(1e-6f));
    }

    @Test
    void withoutAdjustmentsTheSamplerIsLeftAsItIs() {
        Sampler chooser = Sampler.greedy();
        assertThat(Sampler.adjusting(chooser, LogitAdjustments.none(), 1, 2)).isSameAs(chooser);
    }

    @Test
    void numbersOutOfRangeAreRefusedByName() {
        assertThatThrownBy(() -> new LogitAdjustments(0, 0, 0, Map.of())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("repetition penalty", "positive", "found 0");
        assertThatThrownBy(() -> new LogitAdjustments(1, 3, 0, Map.of())).hasMessageContaining("presence penalty");
        assertThatThrownBy(() -> new LogitAdjustments(1, 0, Double.NaN, Map.of()))
                .hasMessageContaining("frequency penalty");
        assertThatThrownBy(() -> new LogitAdjustments(1, 0, 0, Map.of(-1, 1.0))).hasMessageContaining("logit bias");
    }

    @Test
    void logProbabilitiesAreTheLogarithmsOfTheSoftmax() {
        SplittableRandom random = new SplittableRandom(3);
        float[] logits = new float[500];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) random.nextDouble(-8, 8);
        }
        logits[7] = Float.NEGATIVE_INFINITY;
        logits[20] = 9;
        logits[10] = 9;
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        TokenLogProbability found = TokenLogProbability.of(logits, 42, 3);
        assertThat(found.token()).isEqualTo(42);
        assertThat(found.logProbability()).isCloseTo(Math.log(Math.exp(logits[42]) / sum), within(1e-9));
        assertThat(found.top()).extracting(TokenLogProbability::token).startsWith(10, 20).hasSize(3);
        assertThat(found.top().getFirst().logProbability()).isCloseTo(Math.log(Math.exp(9) / sum), within(1e-9));
        assertThat(TokenLogProbability.of(logits, 7, 0))
                .isEqualTo(new TokenLogProbability(7, Double.NEGATIVE_INFINITY, List.of()));
    }

    @Test
    void logProbabilitiesOfBrokenScoresAreNumbers() {
        float[] logits = {Float.NaN, 2, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY};
        TokenLogProbability found = TokenLogProbability.of(logits, 3, 4);
        assertThat(found.logProbability()).isCloseTo(Math.log(0.5), within(1e-12));
        assertThat(found.top()).extracting(TokenLogProbability::token).containsExactly(2, 3, 1, 0);
        assertThat(found.top().subList(2, 4)).extracting(TokenLogProbability::logProbability)
                .containsOnly(Double.NEGATIVE_INFINITY);
    }

    private Sampler watched(LogitAdjustments adjustments, int... prompt) {
        return Sampler.adjusting((logits, _) -> {
            seen = logits.clone();
            return Sampler.greedy().sample(logits);
        }, adjustments, prompt);
    }
}
