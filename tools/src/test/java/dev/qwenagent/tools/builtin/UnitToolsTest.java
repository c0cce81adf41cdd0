package dev.qwenagent.tools.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.tools.ToolTrial;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitToolsTest {

    private final UnitTools units = new UnitTools();

    @ParameterizedTest
    @CsvSource({"12.5, km, miles, 7.767 miles", "3, hours, minutes, 180 minutes", "70, kg, pounds, 154.3 pounds",
        "98.6, °F, celsius, 37 celsius", "100, C, f, 212 f", "-40, celsius, Fahrenheit, -40 Fahrenheit",
        "0, celsius, K, 273.15 K", "1, mile, km, 1.609344 km", "60, mph, km/h, 96.56064 km/h",
        "100, kilometers per hour, miles per hour, 62.14 miles per hour", "100, knots, mph, 115.1 mph",
        "1, gallon, litres, 3.785411784 litres", "16, fl oz, cups, 2 cups", "1, imperial pint, ml, 568.26125 ml",
        "2, feet, inches, 24 inches", "1, stone, lbs, 14 lbs", "1, acre, m², 4047 m²",
        "1, square foot, square meters, 0.09290304 square meters", "1000000, sec., days, 11.57 days",
        "123456, lb, kg, 55999 kg", "1, year, days, 365.2425 days", "5, GB, MB, 5000 MB", "8, Mb, MB, 1 MB",
        "1, KiB, bytes, 1024 bytes", "1, nm, miles, 0.0000000000006214 miles", "0, m, km, 0 km",
        "5, ms, s, 0.005 s"})
    void converts(BigDecimal value, String from, String to, String result) {
        assertThat(units.convert(value, from, to)).isEqualTo(result);
    }

    @Test
    void whatMeasuresDifferentThingsCannotBeConverted() {
        assertThatThrownBy(() -> units.convert(BigDecimal.ONE, "m", "kg"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("m is a length and kg is a mass; they cannot be converted");
    }

    @Test
    void anUnknownUnitListsNearOnes() {
        assertThatThrownBy(() -> units.convert(BigDecimal.ONE, "kilometrs", "m"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there is no unit \"kilometrs\"; did you mean")
                .hasMessageContaining("kilometer");
        assertThatThrownBy(() -> units.convert(BigDecimal.ONE, "m", "parsnips"))
                .hasMessageStartingWith("there is no unit \"parsnips\"; use one such as km");
    }

    @Test
    void monstrousValuesAreRefused() {
        assertThatThrownBy(() -> units.convert(new BigDecimal("1e9000"), "m", "km"))
                .hasMessage("value: expected a number of at most 100 digits");
    }

    @Test
    void needsTheScopeOfUnits() throws InterruptedException {
        ToolTrial tools = ToolTrial.of(units);
        String call = "{\"value\": \"12.5\", \"from\": \"km\", \"to\": \"miles\"}";

        assertThat(tools.scopes("convert_units", call)).containsExactly("units.convert");
        assertThat(tools.text("convert_units", call)).isEqualTo("7.767 miles");
    }
}
