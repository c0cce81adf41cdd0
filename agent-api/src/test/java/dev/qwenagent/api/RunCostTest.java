package dev.qwenagent.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.RunCost.Charge;
import dev.qwenagent.api.RunCost.ModelCost;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunCostTest {

    private static ModelCost model(String name, Charge charge) {
        return new ModelCost(name, new TokensUsed(10, 5, 2, 4, 1), charge);
    }

    @Test
    void amountsAddUpByCurrencyAndUnknownPricesAreNotZero() {
        var cost = new RunCost(3, 2, List.of(
                model("demo", new Charge.Free()),
                model("a", new Charge.Paid(Money.of("1 USD"))),
                model("b", new Charge.Paid(Money.of("2 CNY"))),
                model("c", new Charge.Paid(Money.of("3 USD"))),
                model("d", new Charge.Unknown())), Duration.ofSeconds(1));
        assertThat(cost.paid()).containsExactly(Money.of("4 USD"), Money.of("2 CNY"));
        assertThat(cost.unpriced()).containsExactly("d");
        assertThat(cost.tokens()).isEqualTo(new TokensUsed(50, 25, 10, 20, 5));
    }

    @Test
    void whatAModelDoesNotTellCountsAsNone() {
        assertThat(TokensUsed.of(null)).isEqualTo(TokensUsed.NONE);
        assertThat(TokensUsed.of(new TokenUsage(3))).isEqualTo(new TokensUsed(3, 0));
        TokensUsed sum = new TokensUsed(1, 2, 3, 4, 5).add(new TokenUsage(10, 20));
        assertThat(sum).isEqualTo(new TokensUsed(11, 22, 3, 4, 5));
        assertThat(sum.totalTokenCount()).isEqualTo(33);
        assertThat(sum.withThinking(1)).isNotEqualTo(sum);
    }
}
