package dev.qwenagent.tools.builtin;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.tools.ClearedFor;
import dev.qwenagent.tools.Idempotent;
import dev.qwenagent.tools.RequiresScope;

/** Arithmetic in exact decimals. Scope {@code calc.evaluate}. */
@Idempotent
@ClearedFor(Confidentiality.CONFIDENTIAL)
public final class CalculatorTools {

    /**
     * Evaluates an expression: {@code + - * / ^ %}, brackets, {@code pi} and {@code e}, and functions such as
     * {@code sqrt}, {@code round}, {@code min}, {@code ln} and {@code sin} (radians). {@code 12.5% of 480} is understood;
     * between two numbers {@code %} is the remainder.
     *
     * @return a plain decimal; digits that never end are cut at sixteen
     * @throws IllegalArgumentException if the text is no expression or its value no reasonable number
     */
    @Tool(name = "calculator", value = "Evaluate an arithmetic expression")
    @RequiresScope("calc.evaluate")
    public String calculator(String expression) {
        return Arithmetic.evaluate(expression);
    }
}
