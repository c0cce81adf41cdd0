package dev.qwenagent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MoneyTest {

    @Test
    void amountsAreReadAndWrittenWithTheirCurrency() {
        assertThat(Money.of("0.50 USD")).hasToString("0.5 USD").isEqualTo(Money.of(" 0.5  USD "));
        assertThat(Money.of("1000 CNY")).hasToString("1000 CNY");
        assertThat(Money.of("0.00 CNY").isNone()).isTrue();
        for (String wrong : new String[]{"", "5", "USD", "five USD", "5 XXQ", "5 USD each", "-1 USD"}) {
            assertThatThrownBy(() -> Money.of(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void sumsAreExact() {
        Money sum = Money.of("0 USD");
        for (int i = 0; i < 10; i++) {
            sum = sum.plus(Money.of("0.1 USD"));
        }
        assertThat(sum).isEqualTo(Money.of("1 USD"));
        assertThat(sum.minus(Money.of("0.3 USD"))).isEqualTo(Money.of("0.7 USD"));
        assertThat(sum.minus(Money.of("2 USD")).isNone()).isTrue();
        assertThat(sum.covers(Money.of("1 USD"))).isTrue();
        assertThat(sum.covers(Money.of("1.0000001 USD"))).isFalse();
    }

    @Test
    void currenciesAreNotMixed() {
        Money dollar = Money.of("1 USD");
        Money yuan = Money.of("1 CNY");
        assertThatThrownBy(() -> dollar.plus(yuan)).hasMessageContaining("expected an amount of USD, found 1 CNY");
        assertThatThrownBy(() -> dollar.minus(yuan)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dollar.covers(yuan)).isInstanceOf(IllegalArgumentException.class);
    }
}
