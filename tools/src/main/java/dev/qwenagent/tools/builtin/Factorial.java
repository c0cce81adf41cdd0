package dev.qwenagent.tools.builtin;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.AbstractFunction;
import com.ezylang.evalex.functions.FunctionParameter;
import com.ezylang.evalex.parser.Token;
import java.math.BigDecimal;

/** The product of the whole numbers up to a number of reasonable size. */
@FunctionParameter(name = "value")
final class Factorial extends AbstractFunction {

    private static final BigDecimal MOST = BigDecimal.valueOf(90);

    @Override
    public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... parameters)
            throws EvaluationException {
        BigDecimal number = parameters[0].getNumberValue();
        boolean isWhole = number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
        if (!isWhole || number.signum() < 0 || number.compareTo(MOST) > 0) {
            throw new EvaluationException(token, "factorial needs a whole number from 0 to " + MOST);
        }
        BigDecimal product = BigDecimal.ONE;
        for (int factor = 2; factor <= number.intValueExact(); factor++) {
            product = product.multiply(BigDecimal.valueOf(factor));
        }
        return expression.convertValue(product);
    }
}
