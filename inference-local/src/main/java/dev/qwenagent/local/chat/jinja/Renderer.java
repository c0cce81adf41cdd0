package dev.qwenagent.local.chat.jinja;

import dev.qwenagent.local.chat.jinja.Expression.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Walks the tree of one template once. Not thread-safe: one rendering, one thread. */
final class Renderer {

    private static final int MOST_ITERATIONS = 1_000_000;
    private static final int DEEPEST_CALL = 64;

    private enum Flow {
        NEXT, BREAK, CONTINUE
    }

    private StringBuilder out = new StringBuilder();
    private int line = 1;
    private int iterations;
    private int callDepth;

    String render(List<Statement> statements, Scope scope) {
        try {
            run(statements, scope);
        } catch (EvaluationException failed) {
            throw new TemplateException(line, String.valueOf(failed.getMessage()));
        }
        return out.toString();
    }

    private Flow run(List<Statement> statements, Scope scope) {
        for (Statement statement : statements) {
            Flow flow = run(statement, scope);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private Flow run(Statement statement, Scope scope) {
        line = statement.line();
        switch (statement) {
            case Statement.Text(_, String text) -> print(text);
            case Statement.Output(_, Expression expression) -> print(PythonText.str(evaluate(expression, scope)));
            case Statement.If(_, Expression condition, var then, var otherwise) -> {
                return run(Operations.isTrue(evaluate(condition, scope)) ? then : otherwise, scope);
            }
            case Statement.For loop -> {
                return run(loop, scope);
            }
            case Statement.Set(_, var names, Expression value) -> assign(names, evaluate(value, scope), scope);
            case Statement.SetAttribute(_, String object, String attribute, Expression value) -> {
                if (!(scope.get(object) instanceof Value.Namespace namespace)) {
                    throw new EvaluationException("only attributes of a namespace can be set, and '" + object
                            + "' is " + Operations.kind(scope.get(object)));
                }
                namespace.set(attribute, evaluate(value, scope));
            }
            case Statement.SetBlock(_, String name, var body) ->
                scope.set(name, Value.of(captured(body, scope.inner())));
            case Statement.MacroDefinition macro -> scope.set(macro.name(), new Value.Macro(macro, scope));
            case Statement.Break _ -> {
                return Flow.BREAK;
            }
            case Statement.Continue _ -> {
                return Flow.CONTINUE;
            }
        }
        return Flow.NEXT;
    }

    private void print(String text) {
        Operations.bounded((long) out.length() + text.length());
        out.append(text);
    }

    private String captured(List<Statement> body, Scope scope) {
        StringBuilder outer = out;
        out = new StringBuilder();
        run(body, scope);
        String text = out.toString();
        out = outer;
        return text;
    }

    private static void assign(List<String> names, Value value, Scope scope) {
        if (names.size() == 1) {
            scope.set(names.getFirst(), value);
            return;
        }
        List<Value> parts = Operations.items(value);
        if (parts.size() != names.size()) {
            throw new EvaluationException("expected " + names.size() + " values for " + names + ", found "
                    + parts.size());
        }
        for (int i = 0; i < parts.size(); i++) {
            scope.set(names.get(i), parts.get(i));
        }
    }

    private Flow run(Statement.For loop, Scope scope) {
        List<Value> items = Operations.items(evaluate(loop.items(), scope));
        if (loop.filter() != null) {
            items = filtered(items, loop, loop.filter(), scope);
        }
        if (items.isEmpty()) {
            return run(loop.otherwise(), scope);
        }
        for (int i = 0; i < items.size(); i++) {
            iterate();
            Scope inner = scope.inner();
            inner.set("loop", loopVariable(items, i));
            assign(loop.targets(), items.get(i), inner);
            if (run(loop.body(), inner) == Flow.BREAK) {
                break;
            }
        }
        return Flow.NEXT;
    }

    private List<Value> filtered(List<Value> items, Statement.For loop, Expression filter, Scope scope) {
        List<Value> kept = new ArrayList<>();
        for (Value item : items) {
            iterate();
            Scope inner = scope.inner();
            assign(loop.targets(), item, inner);
            if (Operations.isTrue(evaluate(filter, inner))) {
                kept.add(item);
            }
        }
        return kept;
    }

    private void iterate() {
        if (++iterations > MOST_ITERATIONS) {
            throw new EvaluationException("loops ran for more than " + MOST_ITERATIONS + " iterations");
        }
    }

    private static Value loopVariable(List<Value> items, int index) {
        SequencedMap<String, Value> loop = new LinkedHashMap<>();
        int size = items.size();
        loop.put("index", Value.of(index + 1));
        loop.put("index0", Value.of(index));
        loop.put("revindex", Value.of(size - index));
        loop.put("revindex0", Value.of(size - index - 1));
        loop.put("first", Value.of(index == 0));
        loop.put("last", Value.of(index == size - 1));
        loop.put("length", Value.of(size));
        if (index > 0) {
            loop.put("previtem", items.get(index - 1));
        }
        if (index < size - 1) {
            loop.put("nextitem", items.get(index + 1));
        }
        return Value.of(loop);
    }

    private Value evaluate(Expression expression, Scope scope) {
        return switch (expression) {
            case Expression.Literal(Value value) -> value;
            case Expression.Name(String name) -> scope.get(name);
            case Expression.ListOf(var items) -> Value.of(all(items, scope));
            case Expression.MappingOf(var keys, var values) -> {
                SequencedMap<String, Value> entries = new LinkedHashMap<>();
                for (int i = 0; i < keys.size(); i++) {
                    entries.put(PythonText.str(evaluate(keys.get(i), scope)), evaluate(values.get(i), scope));
                }
                yield Value.of(entries);
            }
            case Expression.Attribute(Expression object, String name) -> Operations.attribute(evaluate(object, scope),
                    name);
            case Expression.Item(Expression object, Expression key) -> Operations.item(evaluate(object, scope),
                    evaluate(key, scope));
            case Expression.Slice(Expression object, var start, var stop, var step) -> Operations.slice(
                    evaluate(object, scope), optional(start, scope), optional(stop, scope), optional(step, scope));
            case Expression.Negate(Expression operand) -> Arithmetic.negate(evaluate(operand, scope));
            case Expression.Not(Expression operand) -> Value.of(!Operations.isTrue(evaluate(operand, scope)));
            case Expression.And(Expression left, Expression right) -> {
                Value first = evaluate(left, scope);
                yield Operations.isTrue(first) ? evaluate(right, scope) : first;
            }
            case Expression.Or(Expression left, Expression right) -> {
                Value first = evaluate(left, scope);
                yield Operations.isTrue(first) ? first : evaluate(right, scope);
            }
            case Expression.Arithmetic(Expression left, var operator, Expression right) -> Operations
                    .arithmetic(evaluate(left, scope), operator, evaluate(right, scope));
            case Expression.Compare(Expression left, var comparison, Expression right) -> Value
                    .of(Operations.compare(evaluate(left, scope), comparison, evaluate(right, scope)));
            case Expression.Choice(Expression condition, Expression then, var otherwise) -> {
                Expression chosen = Operations.isTrue(evaluate(condition, scope)) ? then : otherwise;
                yield chosen == null ? new Value.Undefined("if without else") : evaluate(chosen, scope);
            }
            case Expression.Filtered(Expression operand, Filter filter, Arguments arguments) -> filter
                    .apply(evaluate(operand, scope), evaluate(arguments, scope));
            case Expression.Tested(Expression operand, Test test, Arguments arguments) -> Value
                    .of(test.holds(evaluate(operand, scope), evaluate(arguments, scope)));
            case Expression.CallFunction(Function function, Arguments arguments) -> function
                    .call(evaluate(arguments, scope));
            case Expression.CallMethod(Expression object, Method method, Arguments arguments) -> method
                    .apply(evaluate(object, scope), evaluate(arguments, scope));
            case Expression.CallMacro(String name, Arguments arguments) ->
                call(name, evaluate(arguments, scope), scope);
        };
    }

    private @Nullable Value optional(@Nullable Expression expression, Scope scope) {
        return expression == null ? null : evaluate(expression, scope);
    }

    private List<Value> all(List<Expression> expressions, Scope scope) {
        List<Value> values = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            values.add(evaluate(expression, scope));
        }
        return values;
    }

    private CallArguments evaluate(Arguments arguments, Scope scope) {
        Map<String, Value> named = new LinkedHashMap<>();
        arguments.named().forEach((name, value) -> named.put(name, evaluate(value, scope)));
        return new CallArguments(all(arguments.positional(), scope), named);
    }

    private Value call(String name, CallArguments arguments, Scope scope) {
        if (!(scope.get(name) instanceof Value.Macro(var macro, Scope defined))) {
            throw new EvaluationException(Operations.kind(scope.get(name)) + " cannot be called");
        }
        if (++callDepth > DEEPEST_CALL) {
            throw new EvaluationException("macros call one another more than " + DEEPEST_CALL + " deep");
        }
        Scope inner = defined.inner();
        for (int i = 0; i < macro.parameters().size(); i++) {
            Statement.Parameter parameter = macro.parameters().get(i);
            Value given = arguments.get(i, parameter.name());
            Value fallback = given == null ? optional(parameter.fallback(), inner) : given;
            inner.set(parameter.name(), fallback == null ? new Value.Undefined(parameter.name()) : fallback);
        }
        int calledAt = line;
        String text = captured(macro.body(), inner);
        line = calledAt;
        callDepth--;
        return Value.of(text);
    }
}
