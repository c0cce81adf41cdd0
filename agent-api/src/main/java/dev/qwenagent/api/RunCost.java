package dev.qwenagent.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run has used. Requests that failed, were cut or were made again count as well, by estimate. Immutable.
 *
 * @param turns decisions of the planner
 * @param calls calls that were made
 * @param models by model, in the order of their first requests
 * @param time wall time in which the run was worked on
 */
public record RunCost(int turns, int calls, List<ModelCost> models, Duration time) {

    /** Copies the list. */
    public RunCost {
        models = List.copyOf(models);
    }

    /**
     * What one model's requests took.
     *
     * @param model the model's name
     * @param tokens of all requests
     * @param charge what they cost
     */
    public record ModelCost(String model, TokensUsed tokens, Charge charge) {}

    /** What tokens cost. */
    public sealed interface Charge {

        /** Nothing: the model computes in this process. */
        record Free() implements Charge {}

        /** So much, by the price list. */
        record Paid(Money money) implements Charge {}

        /** The price list has no price of the model. That is not nothing. */
        record Unknown() implements Charge {}
    }

    /** The tokens of all models. */
    public TokensUsed tokens() {
        return models.stream().map(ModelCost::tokens).reduce(TokensUsed.NONE, TokensUsed::add);
    }

    /** What the models cost whose prices are known, one amount a currency; none if nothing was to be paid. */
    public List<Money> paid() {
        Map<String, Money> byCurrency = new LinkedHashMap<>();
        for (ModelCost model : models) {
            if (model.charge() instanceof Charge.Paid(Money money)) {
                byCurrency.merge(money.currency().getCurrencyCode(), money, Money::plus);
            }
        }
        return List.copyOf(byCurrency.values());
    }

    /** The models whose prices are not known: what they cost comes on top. */
    public List<String> unpriced() {
        return models.stream()
                .filter(model -> model.charge() instanceof Charge.Unknown)
                .map(ModelCost::model)
                .toList();
    }
}
