package dev.qwenagent.local.chat.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An expression of a template. */
sealed interface Expression {

    record Literal(Value value) implements Expression {}

    record Name(String name) implements Expression {}

    record ListOf(List<Expression> items) implements Expression {}

    record MappingOf(List<Expression> keys, List<Expression> values) implements Expression {}

    record Attribute(Expression object, String name) implements Expression {}

    record Item(Expression object, Expression key) implements Expression {}

    record Slice(Expression object, @Nullable Expression start, @Nullable Expression stop,
            @Nullable Expression step) implements Expression {}

    record Negate(Expression operand) implements Expression {}

    record Not(Expression operand) implements Expression {}

    record And(Expression left, Expression right) implements Expression {}

    record Or(Expression left, Expression right) implements Expression {}

    record Arithmetic(Expression left, Operator operator, Expression right) implements Expression {}

    record Compare(Expression left, Comparison comparison, Expression right) implements Expression {}

    record Choice(Expression condition, Expression then, @Nullable Expression otherwise) implements Expression {}

    record Filtered(Expression operand, Filter filter, Arguments arguments) implements Expression {}

    record Tested(Expression operand, Test test, Arguments arguments) implements Expression {}

    record CallFunction(Function function, Arguments arguments) implements Expression {}

    record CallMacro(String name, Arguments arguments) implements Expression {}

    record CallMethod(Expression object, Method method, Arguments arguments) implements Expression {}

    /** The arguments of a call: in order, and by name. */
    record Arguments(List<Expression> positional, Map<String, Expression> named) {

        static final Arguments NONE = new Arguments(List.of(), Map.of());
    }

    enum Operator {
        ADD("+"), SUBTRACT("-"), MULTIPLY("*"), DIVIDE("/"), FLOOR_DIVIDE("//"), REMAINDER("%"), CONCATENATE("~");

        final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }
    }

    enum Comparison {
        EQUAL("=="), UNEQUAL("!="), LESS("<"), LESS_OR_EQUAL("<="), GREATER(">"), GREATER_OR_EQUAL(">="), IN(
                "in"),
        NOT_IN("not in");

        final String symbol;

        Comparison(String symbol) {
            this.symbol = symbol;
        }
    }
}
