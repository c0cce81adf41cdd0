package dev.qwenagent.local.chat.jinja;

import dev.qwenagent.local.chat.jinja.Expression.Comparison;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The tests that may follow {@code is}. */
enum Test {
    DEFINED, UNDEFINED, NONE, STRING, MAPPING, ITERABLE, SEQUENCE, NUMBER, INTEGER, FLOAT, BOOLEAN, TRUE, FALSE, ODD,
    EVEN, EQUALTO, EQ, NE, IN, DIVISIBLEBY;

    private static final Map<String, Test> NAMED = named();

    private static Map<String, Test> named() {
        Map<String, Test> tests = new HashMap<>();
        for (Test test : values()) {
            tests.put(test.name().toLowerCase(Locale.ROOT), test);
        }
        return Map.copyOf(tests);
    }

    static Test named(String name, int line) {
        Test test = NAMED.get(name);
        if (test == null) {
            throw new TemplateException(line, "test 'is " + name + "' is not supported");
        }
        return test;
    }

    boolean takesArgument() {
        return switch (this) {
            case EQUALTO, EQ, NE, IN, DIVISIBLEBY -> true;
            case DEFINED, UNDEFINED, NONE, STRING, MAPPING, ITERABLE, SEQUENCE, NUMBER, INTEGER, FLOAT, BOOLEAN, TRUE,
                    FALSE, ODD, EVEN ->
                false;
        };
    }

    boolean holds(Value value, CallArguments arguments) {
        return switch (this) {
            case DEFINED -> !(value instanceof Value.Undefined);
            case UNDEFINED -> value instanceof Value.Undefined;
            case NONE -> value instanceof Value.None;
            case STRING -> value instanceof Value.Text;
            case MAPPING -> value instanceof Value.Mapping;
            case ITERABLE, SEQUENCE -> value instanceof Value.Text || value instanceof Value.Sequence
                    || value instanceof Value.Mapping || value instanceof Value.Undefined;
            case NUMBER -> value instanceof Value.Whole || value instanceof Value.Real || value instanceof Value.Truth;
            case INTEGER -> value instanceof Value.Whole;
            case FLOAT -> value instanceof Value.Real;
            case BOOLEAN -> value instanceof Value.Truth;
            case TRUE -> value instanceof Value.Truth(boolean truth) && truth;
            case FALSE -> value instanceof Value.Truth(boolean truth) && !truth;
            case ODD -> remainder(value, Value.of(2)).testBit(0);
            case EVEN -> !remainder(value, Value.of(2)).testBit(0);
            case DIVISIBLEBY -> remainder(value, arguments.required(0, "num", "divisibleby")).signum() == 0;
            case EQUALTO, EQ -> Operations.areEqual(value, arguments.required(0, "other", "eq"));
            case NE -> !Operations.areEqual(value, arguments.required(0, "other", "ne"));
            case IN -> Operations.compare(value, Comparison.IN, arguments.required(0, "seq", "in"));
        };
    }

    private static BigInteger remainder(Value value, Value divisor) {
        Value remainder = Operations.arithmetic(value, Expression.Operator.REMAINDER, divisor);
        if (remainder instanceof Value.Whole(BigInteger number)) {
            return number;
        }
        throw new EvaluationException("expected an integer, found " + Operations.kind(value));
    }
}
