package dev.qwenagent.runtime.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.Money;
import dev.qwenagent.api.RunCost.Charge;
import dev.qwenagent.api.TokensUsed;
import dev.qwenagent.api.label.ModelProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceFileTest {

    private static final String PRICES = """
            currency: CNY
            models:
              qwen:plain: {input: 2, output: 8}
              "openai:http://localhost:8000/v1#cached":
                input: 2.00
                output: 8.00
                cached: 0.4
                cache-write: 2.5
            """;

    private static Charge charge(String model, TokensUsed tokens) {
        return PriceFile.read(PRICES, "prices.yaml").charge(ModelProfile.remote(model), tokens);
    }

    @Test
    void tokensCostWhatTheFileSaysForAMillion() {
        assertThat(charge("qwen:plain", new TokensUsed(500_000, 250_000)))
                .isEqualTo(new Charge.Paid(Money.of("3 CNY")));
        assertThat(charge("qwen:plain", new TokensUsed(1, 0))).isEqualTo(new Charge.Paid(Money.of("0.000002 CNY")));
    }

    @Test
    void cachedTokensHaveAPriceOfTheirOwnOrThatOfOthers() {
        var tokens = new TokensUsed(1_000_000, 0, 0, 500_000, 200_000);
        assertThat(charge("openai:http://localhost:8000/v1#cached", tokens))
                .isEqualTo(new Charge.Paid(Money.of("1.3 CNY")));
        assertThat(charge("qwen:plain", tokens)).isEqualTo(new Charge.Paid(Money.of("2 CNY")));
    }

    @Test
    void modelThatIsNotInTheFileHasAnUnknownPriceUnlessItIsInThisProcess() {
        assertThat(charge("qwen:other", new TokensUsed(1, 1))).isEqualTo(new Charge.Unknown());
        assertThat(PriceList.NONE.charge(ModelProfile.inProcess("demo"), new TokensUsed(1, 1)))
                .isEqualTo(new Charge.Free());
    }

    @Test
    void noFileAndAnEmptyOneKnowNoPrices(@TempDir Path folder) throws IOException {
        assertThat(PriceFile.read(folder.resolve("prices.yaml"))).isEqualTo(PriceList.NONE);
        Files.writeString(folder.resolve("prices.yaml"), "# nothing yet\n");
        assertThat(PriceFile.read(folder.resolve("prices.yaml"))).isEqualTo(PriceList.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'models: {a: {input: 1, output: 2}}' | expected the key currency",
        "'currency: dollars' | p.yaml:1:11: expected a currency of three letters such as USD or CNY",
        "'money: USD' | expected one of the keys currency and models, found 'money'",
        "'{currency: USD, models: {a: {input: 1}}}' | expected input and output of a",
        "'{currency: USD, models: {a: {input: x, output: 1}}}' | expected a price such as 1.20, found 'x'",
        "'{currency: USD, models: {a: {input: -1, output: 1}}}' | expected a price, not negative, found '-1'",
        "'{currency: USD, models: {a: {in: 1, output: 1}}}' | found 'in'",
        "'currency: [' | expected",
        "'just words' | expected the keys currency and models"})
    void complaintSaysWhereAndWhat(String text, String complaint) {
        assertThatThrownBy(() -> PriceFile.read(text, "p.yaml")).isInstanceOf(AgentException.class)
                .hasMessageStartingWith("p.yaml")
                .hasMessageContaining(complaint);
    }
}
