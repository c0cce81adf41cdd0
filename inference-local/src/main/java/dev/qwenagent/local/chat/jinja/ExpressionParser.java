package dev.qwenagent.local.chat.jinja;

import dev.qwenagent.local.chat.jinja.Expression.Arguments;
import dev.qwenagent.local.chat.jinja.Expression.Comparison;
import dev.qwenagent.local.chat.jinja.Expression.Operator;
import dev.qwenagent.local.chat.jinja.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads expressions: one method a level of precedence, loosest first. The grammar is one recursion, and is kept in one file
 * although that makes it a long one.
 */
final class ExpressionParser {

    private static final Set<String> NOT_A_TEST_ARGUMENT = Set.of("else", "or", "and", "if", "is", "in", "not");

    private final TokenStream tokens;
    private final Map<String, Integer> calledMacros = new LinkedHashMap<>();

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /** Names called like functions that are no built-in ones, each with the line of its first call. */
    Map<String, Integer> calledMacros() {
        return calledMacros;
    }

    Expression expression() {
        tokens.enter();
        Expression value = or();
        while (tokens.takeName("if")) {
            Expression condition = or();
            Expression otherwise = tokens.takeName("else") ? expression() : null;
            value = new Expression.Choice(condition, value, otherwise);
        }
        tokens.leave();
        return value;
    }

    /** An expression without a trailing {@code if}, as after {@code in} of a loop. */
    Expression or() {
        Expression left = and();
        while (tokens.takeName("or")) {
            left = new Expression.Or(left, and());
        }
        return left;
    }

    /** One expression, or several with commas between them, which are a tuple. */
    Expression tuple() {
        Expression first = expression();
        if (!tokens.peek().isOperator(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (tokens.takeOperator(",")) {
            items.add(expression());
        }
        return new Expression.ListOf(items);
    }

    private Expression and() {
        Expression left = not();
        while (tokens.takeName("and")) {
            left = new Expression.And(left, not());
        }
        return left;
    }

    private Expression not() {
        if (!tokens.takeName("not")) {
            return comparison();
        }
        tokens.enter();
        Expression negated = new Expression.Not(not());
        tokens.leave();
        return negated;
    }

    private Expression comparison() {
        Expression left = sum();
        Expression whole = null;
        for (Comparison comparison = takeComparison(); comparison != null; comparison = takeComparison()) {
            Expression right = sum();
            Expression link = new Expression.Compare(left, comparison, right);
            whole = whole == null ? link : new Expression.And(whole, link);
            left = right;
        }
        return whole == null ? left : whole;
    }

    private @Nullable Comparison takeComparison() {
        if (tokens.peek().isName("not") && tokens.peekSecond().isName("in")) {
            tokens.next();
            tokens.next();
            return Comparison.NOT_IN;
        }
        if (tokens.takeName("in")) {
            return Comparison.IN;
        }
        for (Comparison comparison : Comparison.values()) {
            if (tokens.takeOperator(comparison.symbol)) {
                return comparison;
            }
        }
        return null;
    }

    private Expression sum() {
        Expression left = concatenation();
        for (Operator operator = take(Operator.ADD, Operator.SUBTRACT); operator != null; operator = take(
                Operator.ADD, Operator.SUBTRACT)) {
            left = new Expression.Arithmetic(left, operator, concatenation());
        }
        return left;
    }

    private Expression concatenation() {
        Expression left = product();
        while (tokens.takeOperator("~")) {
            left = new Expression.Arithmetic(left, Operator.CONCATENATE, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = unary();
        for (Operator operator = takeProduct(); operator != null; operator = takeProduct()) {
            left = new Expression.Arithmetic(left, operator, unary());
        }
        if (tokens.peek().isOperator("**")) {
            throw new TemplateException(tokens.line(), "operator '**' is not supported");
        }
        return left;
    }

    private @Nullable Operator takeProduct() {
        return take(Operator.MULTIPLY, Operator.DIVIDE, Operator.FLOOR_DIVIDE, Operator.REMAINDER);
    }

    private @Nullable Operator take(Operator... candidates) {
        for (Operator candidate : candidates) {
            if (tokens.takeOperator(candidate.symbol)) {
                return candidate;
            }
        }
        return null;
    }

    private Expression unary() {
        return filters(signed());
    }

    private Expression signed() {
        if (tokens.takeOperator("-")) {
            tokens.enter();
            Expression negated = new Expression.Negate(signed());
            tokens.leave();
            return negated;
        }
        return postfix(primary());
    }

    private Expression primary() {
        Token token = tokens.next();
        return switch (token.kind()) {
            case NAME -> switch (token.text()) {
                case "true", "True" -> new Expression.Literal(Value.of(true));
                case "false", "False" -> new Expression.Literal(Value.of(false));
                case "none", "None" -> new Expression.Literal(Value.None.NONE);
                default -> new Expression.Name(token.text());
            };
            case STRING -> {
                StringBuilder text = new StringBuilder(token.text());
                while (tokens.peek().kind() == Kind.STRING) {
                    text.append(tokens.next().text());
                }
                yield new Expression.Literal(Value.of(text.toString()));
            }
            case INTEGER -> new Expression.Literal(new Value.Whole(new BigInteger(token.text())));
            case FLOAT -> new Expression.Literal(new Value.Real(Double.parseDouble(token.text())));
            case OPERATOR -> bracketed(token);
            case TEXT, OUTPUT_BEGIN, OUTPUT_END, BLOCK_BEGIN, BLOCK_END, END -> throw notAnExpression(token);
        };
    }

    private Expression bracketed(Token opening) {
        return switch (opening.text()) {
            case "(" -> parenthesised();
            case "[" -> new Expression.ListOf(items("]"));
            case "{" -> mapping();
            default -> throw notAnExpression(opening);
        };
    }

    private static TemplateException notAnExpression(Token token) {
        return new TemplateException(token.line(), "expected an expression, found " + token.shown());
    }

    private Expression parenthesised() {
        if (tokens.takeOperator(")")) {
            return new Expression.ListOf(List.of());
        }
        Expression first = expression();
        if (tokens.takeOperator(")")) {
            return first;
        }
        tokens.expectOperator(",");
        List<Expression> items = new ArrayList<>(List.of(first));
        items.addAll(items(")"));
        return new Expression.ListOf(items);
    }

    private List<Expression> items(String closing) {
        List<Expression> items = new ArrayList<>();
        while (!tokens.takeOperator(closing)) {
            items.add(expression());
            if (!tokens.peek().isOperator(closing)) {
                tokens.expectOperator(",");
            }
        }
        return items;
    }

    private Expression mapping() {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!tokens.takeOperator("}")) {
            keys.add(expression());
            tokens.expectOperator(":");
            values.add(expression());
            if (!tokens.peek().isOperator("}")) {
                tokens.expectOperator(",");
            }
        }
        return new Expression.MappingOf(keys, values);
    }

    private Expression postfix(Expression start) {
        Expression value = start;
        while (true) {
            int line = tokens.line();
            if (tokens.takeOperator(".")) {
                String name = tokens.peek().kind() == Kind.INTEGER ? tokens.next().text() : tokens.identifier();
                value = tokens.takeOperator("(")
                        ? new Expression.CallMethod(value, Method.named(name, line), arguments())
                        : new Expression.Attribute(value, name);
            } else if (tokens.takeOperator("[")) {
                value = subscript(value);
            } else if (tokens.takeOperator("(")) {
                value = call(value, line);
            } else {
                return value;
            }
        }
    }

    private Expression call(Expression callee, int line) {
        if (!(callee instanceof Expression.Name(String name))) {
            throw new TemplateException(line, "only functions, macros and methods can be called");
        }
        Function function = Function.named(name);
        if (function != null) {
            return new Expression.CallFunction(function, arguments());
        }
        calledMacros.putIfAbsent(name, line);
        return new Expression.CallMacro(name, arguments());
    }

    private Expression subscript(Expression object) {
        Expression start = tokens.peek().isOperator(":") ? null : expression();
        if (start != null && tokens.takeOperator("]")) {
            return new Expression.Item(object, start);
        }
        tokens.expectOperator(":");
        Expression stop = sliceEnd();
        Expression step = tokens.takeOperator(":") ? sliceEnd() : null;
        tokens.expectOperator("]");
        return new Expression.Slice(object, start, stop, step);
    }

    private @Nullable Expression sliceEnd() {
        return tokens.peek().isOperator(":") || tokens.peek().isOperator("]") ? null : expression();
    }

    /** The arguments of a call whose opening bracket has been read. */
    Arguments arguments() {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!tokens.takeOperator(")")) {
            if (tokens.peek().kind() == Kind.NAME && tokens.peekSecond().isOperator("=")) {
                String name = tokens.identifier();
                tokens.expectOperator("=");
                named.put(name, expression());
            } else {
                positional.add(expression());
            }
            if (!tokens.peek().isOperator(")")) {
                tokens.expectOperator(",");
            }
        }
        return new Arguments(positional, named);
    }

    private Expression filters(Expression start) {
        Expression value = start;
        while (true) {
            if (tokens.takeOperator("|")) {
                int line = tokens.line();
                Filter filter = Filter.named(tokens.identifier(), line);
                Arguments arguments = tokens.takeOperator("(") ? arguments() : Arguments.NONE;
                filter.check(arguments, line);
                value = new Expression.Filtered(value, filter, arguments);
            } else if (tokens.takeName("is")) {
                value = test(value);
            } else {
                return value;
            }
        }
    }

    private Expression test(Expression operand) {
        boolean negated = tokens.takeName("not");
        int line = tokens.line();
        Test test = Test.named(tokens.identifier(), line);
        Arguments arguments = testArguments(test);
        Expression tested = new Expression.Tested(operand, test, arguments);
        return negated ? new Expression.Not(tested) : tested;
    }

    private Arguments testArguments(Test test) {
        if (tokens.takeOperator("(")) {
            return arguments();
        }
        Token next = tokens.peek();
        boolean isValue = switch (next.kind()) {
            case NAME -> !NOT_A_TEST_ARGUMENT.contains(next.text());
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> next.text().equals("[") || next.text().equals("{");
            case TEXT, OUTPUT_BEGIN, OUTPUT_END, BLOCK_BEGIN, BLOCK_END, END -> false;
        };
        if (isValue != test.takesArgument()) {
            throw tokens.unexpected(test.takesArgument() ? "an argument of the test" : "no argument of the test");
        }
        return isValue ? new Arguments(List.of(postfix(primary())), Map.of()) : Arguments.NONE;
    }
}
