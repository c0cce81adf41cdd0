package dev.qwenagent.local.sampling;

import java.util.Map;

/**
 * What is done to the scores before a token is chosen, in the order of the components.
 *
 * <p>
 * Sources: the repetition penalty is that of Keskar et al., CTRL (2019), section 4.1, in the form for scores of either
 * sign; presence and frequency penalty are those of the OpenAI interface, which the Qwen model cards refer to.
 *
 * @param repetition a positive score of a token in the prompt or the answer is divided by it, a negative one multiplied;
 *        1 for none
 * @param presence taken from the score of every token in the answer; 0 for none
 * @param frequency taken from the score of a token once for each time that it is in the answer; 0 for none
 * @param bias added to the scores of tokens by id; negative infinity forbids a token
 */
public record LogitAdjustments(double repetition, double presence, double frequency, Map<Integer, Double> bias) {

    /** Checks the numbers and copies the map. */
    public LogitAdjustments {
        require(repetition > 0 && Double.isFinite(repetition), "repetition penalty", "a positive number", repetition);
        require(Math.abs(presence) <= 2, "presence penalty", "-2 to 2", presence);
        require(Math.abs(frequency) <= 2, "frequency penalty", "-2 to 2", frequency);
        bias = Map.copyOf(bias);
        bias.forEach((id, added) -> {
            require(id >= 0, "logit bias", "token ids of 0 or more", id);
            require(added < Double.POSITIVE_INFINITY, "logit bias", "numbers below infinity", added);
        });
    }

    /** Scores as the model gives them. */
    public static LogitAdjustments none() {
        return new LogitAdjustments(1, 0, 0, Map.of());
    }

    private static void require(boolean holds, String name, String expected, Number found) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "sampling option %s: expected %s, found %s".formatted(name, expected, found));
        }
    }
}
