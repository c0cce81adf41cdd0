package dev.qwenagent.local.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a range accepts, against the comparison of the numbers themselves. */
class NumberTextTest {

    @ParameterizedTest
    @CsvSource({"-12.5, 37.25, false", "-12.5, 37.25, true", "0, 1, false", "0, 1, true", "0.25, 0.5, true",
        "3, 3, false",
        "-0.001, 0.001, false", "-7, -2, true", "99, 1001, false", "1.5, 1.75, true", "-1000.125, -999.5, false"})
    void rangeAcceptsExactlyItsNumbers(BigDecimal least, BigDecimal most, boolean excluded) {
        Random random = new Random(7);
        for (boolean integral : new boolean[]{false, true}) {
            NumberRange range = new NumberRange(integral, least, excluded, most, excluded, BigInteger.ONE);
            TextDfa dfa = NumberText.of(range);
            for (int i = 0; i < 4000; i++) {
                BigDecimal near = (random.nextBoolean() ? least : most)
                        .add(new BigDecimal(random.nextInt(-3000, 3000)).movePointLeft(random.nextInt(6)));
                String text = JsonWriting.number(near);
                assertThat(!dfa.isEmpty() && dfa.accepts(text)).as(text).isEqualTo(range.contains(near));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "7", "12", "100", "999"})
    void multiplesAreAccepted(int divisor) {
        NumberRange range = NumberRange.ALL.multipleOf(BigInteger.valueOf(divisor)).from(new BigDecimal(-5000), false);
        TextDfa dfa = NumberText.of(range);
        for (int i = -6000; i < 6000; i++) {
            assertThat(dfa.accepts(String.valueOf(i))).as("%d", i).isEqualTo(i >= -5000 && i % divisor == 0);
        }
    }
}
