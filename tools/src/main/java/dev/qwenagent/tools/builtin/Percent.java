package dev.qwenagent.tools.builtin;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.operators.AbstractOperator;
import com.ezylang.evalex.operators.PostfixOperator;
import com.ezylang.evalex.parser.Token;
import java.math.BigDecimal;

/**
 * A hundredth of the number before it. Its sign is the Arabic percent sign, because {@code %} is the remainder of two
 * numbers and EvalEx takes a sign as either an infix or a postfix operator, never both.
 */
@PostfixOperator(precedence = Percent.PRECEDENCE)
final class Percent extends AbstractOperator {

    static final String SIGN = "\u066A";
    /** Binds before the power: {@code 4^50%} is 2. */
    static final int PRECEDENCE = OPERATOR_PRECEDENCE_POWER_HIGHER + 10;

    private static final BigDecimal HUNDREDTH = new BigDecimal("0.01");

    @Override
    public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... operands)
            throws EvaluationException {
        if (!operands[0].isNumberValue()) {
            throw EvaluationException.ofUnsupportedDataTypeInOperation(token);
        }
        return expression.convertValue(
                operands[0].getNumberValue().multiply(HUNDREDTH, expression.getConfiguration().getMathContext()));
    }
}
