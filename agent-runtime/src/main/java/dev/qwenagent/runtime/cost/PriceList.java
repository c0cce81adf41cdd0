package dev.qwenagent.runtime.cost;

import dev.qwenagent.api.RunCost.Charge;
import dev.qwenagent.api.TokensUsed;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.label.ModelProfile.Residence;
import java.util.Map;
import java.util.Optional;

/**
 * Prices by model. A model in this process costs nothing; one on a server that is not in the list costs what nobody knows, which
 * is said and is not nothing. Immutable.
 *
 * @param prices by the models' names as the agent was given them, such as {@code qwen:qwen3-max}
 */
public record PriceList(Map<String, Price> prices) {

    /** Knows no price. */
    public static final PriceList NONE = new PriceList(Map.of());

    /** Copies the prices. */
    public PriceList {
        prices = Map.copyOf(prices);
    }

    /** The price of a model on a server; empty if it is not known, or if the model is none of a server's. */
    public Optional<Price> of(ModelProfile model) {
        return model.residence() == Residence.IN_PROCESS ? Optional.empty()
                : Optional.ofNullable(prices.get(model.name()));
    }

    /** What a model's tokens cost. */
    public Charge charge(ModelProfile model, TokensUsed tokens) {
        return model.residence() == Residence.IN_PROCESS
                ? new Charge.Free()
                : of(model).<Charge>map(price -> new Charge.Paid(price.of(tokens))).orElseGet(Charge.Unknown::new);
    }
}
