package dev.qwenagent.tools.builtin;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.tools.ClearedFor;
import dev.qwenagent.tools.Idempotent;
import dev.qwenagent.tools.RequiresScope;
import java.math.BigDecimal;

/** Conversion between units of measurement. Scope {@code units.convert}. */
@Idempotent
@ClearedFor(Confidentiality.CONFIDENTIAL)
public final class UnitTools {

    /**
     * Converts a value: lengths, areas, volumes, masses, times, speeds, temperatures and amounts of data, by names such
     * as {@code km}, {@code kilometers} or {@code square feet}.
     *
     * @return the value with the name of its new unit: exact where the result has at most ten digits, else four digits
     * @throws IllegalArgumentException if a unit is unknown (with near ones) or the two measure different things
     */
    @Tool(name = "convert_units", value = "Convert a value between units")
    @RequiresScope("units.convert")
    public String convert(BigDecimal value, String from, String to) {
        return UnitConversion.convert(value, from, to);
    }
}
