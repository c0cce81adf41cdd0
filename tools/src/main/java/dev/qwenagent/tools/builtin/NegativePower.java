package dev.qwenagent.tools.builtin;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.operators.InfixOperator;
import com.ezylang.evalex.operators.arithmetic.InfixPowerOfOperator;
import com.ezylang.evalex.parser.Token;

/**
 * A power with a negative exponent, {@code 2 ^ -2}. It is an operator of its own because the power binds before the sign
 * ({@code -2^2} is -4), and EvalEx then finds no operand between {@code ^} and {@code -}.
 */
@InfixOperator(precedence = NegativePower.OPERATOR_PRECEDENCE_POWER_HIGHER, leftAssociative = false)
final class NegativePower extends InfixPowerOfOperator {

    static final String SIGN = "^-";

    @Override
    public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... operands)
            throws EvaluationException {
        if (!operands[1].isNumberValue()) {
            throw EvaluationException.ofUnsupportedDataTypeInOperation(token);
        }
        EvaluationValue negated = expression.convertValue(operands[1].getNumberValue().negate());
        return super.evaluate(expression, token, operands[0], negated);
    }
}
