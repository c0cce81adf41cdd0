package dev.qwenagent.tools.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.tools.ToolTrial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalculatorToolsTest {

    private final CalculatorTools calculator = new CalculatorTools();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"480 * 12.5 / 100 | 60", "12 * (3 + 4) | 84", "sqrt(144) | 12",
        "2 ^ 10 | 1024",
        "17 * 23 = | 391", "12.5% of 480 | 60", "50% | 0.5", "200 * 15% | 30", "50 percent of 8 | 4", "4^50% | 2",
        "100 - 10% | 99.9", "10 % 3 | 1", "(7)%(4) | 3", "0.1 + 0.2 | 0.3", "10 / 4 | 2.5",
        "1 / 3 | 0.3333333333333333",
        "10^20 / 3 | 33333333333333333333.33", "sqrt(2)^2 | 2", "123456789 * 987654321 | 121932631112635269",
        "-2^2 | -4", "2^-2 | 0.25", "2 ^ - 2^2 | 0.0625", "2^3^2 | 512", "2 * -3 | -6", "3 × 4 ÷ 2 − 1 | 5", "2**3 | 8",
        "1e5 | 100000", "max(1, 2, 3) | 3", "round(2.567, 1) | 2.6", "sin(pi / 2) | 1", "ln(e) | 1",
        "factorial(5) | 120",
        "2^100 | 1267650600228229401496703205376", "0 * 5.00 | 0"})
    void evaluatesExactly(String expression, String value) {
        assertThat(calculator.calculator(expression)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9^9^9", "9^9^9^9", "floor(1E999999999)", "10^149 * 10", "2^1000",
        "floor(10^140 * 10^140)"})
    void refusesWhatIsTooLargeAtOnce(String expression) {
        assertThatThrownBy(() -> calculator.calculator(expression)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the result has more than 150 digits");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1 / 0 | division by zero at position 3",
        "2 + | missing second operand for operator at position 3",
        "(1 | closing brace not found at position 1", "x + 1 | 'x' is not a number; write numbers only",
        "\"a\" | the expression is not arithmetic", "factorial(1e9) | factorial needs a whole number from 0 to 90",
        "2 > 1 | undefined operator '>' at position 3",
        "random() | there is no function random; there are: abs, acos"})
    void saysInOneLineWhatIsWrong(String expression, String message) {
        assertThatThrownBy(() -> calculator.calculator(expression)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesEmptyAndEndlessText() {
        assertThatThrownBy(() -> calculator.calculator("  ")).hasMessage("the expression is empty");
        assertThatThrownBy(() -> calculator.calculator("1+".repeat(1000) + "1"))
                .hasMessage("the expression is longer than 1000 characters");
    }

    @Test
    void needsTheScopeOfTheCalculator() throws InterruptedException {
        ToolTrial tools = ToolTrial.of(calculator);

        assertThat(tools.scopes("calculator", "{\"expression\": \"1 + 1\"}")).containsExactly("calc.evaluate");
        assertThat(tools.text("calculator", "{\"expression\": \"1 / 0\"}")).startsWith("error: division by zero");
    }
}
