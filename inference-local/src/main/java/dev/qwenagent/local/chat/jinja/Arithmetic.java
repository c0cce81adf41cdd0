package dev.qwenagent.local.chat.jinja;

import dev.qwenagent.local.chat.jinja.Expression.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Python's arithmetic on numbers; truth values count as 1 and 0. */
final class Arithmetic {

    private static final int LARGEST_INTEGER_BITS = 4096;

    private Arithmetic() {}

    /** The value as a number; null if it is none, or not finite. */
    static @Nullable BigDecimal number(Value value) {
        return switch (value) {
            case Value.Whole(BigInteger number) -> new BigDecimal(number);
            case Value.Real(double number) -> Double.isFinite(number) ? new BigDecimal(number) : null;
            case Value.Truth(boolean truth) -> truth ? BigDecimal.ONE : BigDecimal.ZERO;
            case Value.Text _,Value.None _,Value.Undefined _,Value.Sequence _,Value.Mapping _,Value.Namespace _,Value.Macro _ ->
                null;
        };
    }

    /** The result of the operation, or null if one of the values is no number. */
    static @Nullable Value of(Value left, Operator operator, Value right) {
        boolean real = left instanceof Value.Real || right instanceof Value.Real || operator == Operator.DIVIDE;
        BigDecimal a = number(left);
        BigDecimal b = number(right);
        if (a == null || b == null) {
            return null;
        }
        return real ? new Value.Real(reals(a.doubleValue(), operator, b.doubleValue()))
                : new Value.Whole(integers(a.toBigInteger(), operator, b.toBigInteger()));
    }

    private static double reals(double a, Operator operator, double b) {
        if (b == 0 && (operator == Operator.DIVIDE || operator == Operator.FLOOR_DIVIDE
                || operator == Operator.REMAINDER)) {
            throw new EvaluationException("division by zero");
        }
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case FLOOR_DIVIDE -> Math.floor(a / b);
            case REMAINDER -> a - b * Math.floor(a / b);
            case CONCATENATE -> throw new IllegalArgumentException("'~' is no arithmetic");
        };
    }

    private static BigInteger integers(BigInteger a, Operator operator, BigInteger b) {
        if (a.bitLength() + b.bitLength() > LARGEST_INTEGER_BITS) {
            throw new EvaluationException("an integer grew beyond " + LARGEST_INTEGER_BITS + " bits");
        }
        return switch (operator) {
            case ADD -> a.add(b);
            case SUBTRACT -> a.subtract(b);
            case MULTIPLY -> a.multiply(b);
            case FLOOR_DIVIDE, REMAINDER -> floored(a, operator, b);
            case DIVIDE, CONCATENATE -> throw new IllegalArgumentException("'" + operator.symbol + "' on integers");
        };
    }

    private static BigInteger floored(BigInteger a, Operator operator, BigInteger b) {
        if (b.signum() == 0) {
            throw new EvaluationException("division by zero");
        }
        BigInteger[] parts = a.divideAndRemainder(b);
        boolean adjust = parts[1].signum() != 0 && parts[1].signum() != b.signum();
        if (operator == Operator.FLOOR_DIVIDE) {
            return adjust ? parts[0].subtract(BigInteger.ONE) : parts[0];
        }
        return adjust ? parts[1].add(b) : parts[1];
    }

    static Value negate(Value operand) {
        if (operand instanceof Value.Real(double number)) {
            return new Value.Real(-number);
        }
        BigDecimal number = number(operand);
        if (number == null) {
            throw new EvaluationException("'-' cannot be applied to " + Operations.kind(operand));
        }
        return new Value.Whole(number.toBigInteger().negate());
    }
}
