package dev.qwenagent.local.chat.jinja;

import dev.qwenagent.local.chat.jinja.Expression.Comparison;
import dev.qwenagent.local.chat.jinja.Expression.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Python's operators on values. Each fails with an {@link EvaluationException} where Python raises. */
final class Operations {

    /** Longest text, in characters, that a template may build. */
    static final int LONGEST_TEXT = 1 << 25;

    private static final int LONGEST_LIST = 1 << 20;

    private Operations() {}

    /** Python's name of the value's type, for messages. */
    static String kind(Value value) {
        return switch (value) {
            case Value.Text _ -> "a string";
            case Value.Whole _ -> "an integer";
            case Value.Real _ -> "a float";
            case Value.Truth _ -> "a boolean";
            case Value.None _ -> "None";
            case Value.Undefined(String name) -> "'" + name + "', which is undefined,";
            case Value.Sequence _ -> "a list";
            case Value.Mapping _ -> "a mapping";
            case Value.Namespace _ -> "a namespace";
            case Value.Macro _ -> "a macro";
        };
    }

    static boolean isTrue(Value value) {
        return switch (value) {
            case Value.Text(String text) -> !text.isEmpty();
            case Value.Whole(BigInteger number) -> number.signum() != 0;
            case Value.Real(double number) -> number != 0;
            case Value.Truth(boolean truth) -> truth;
            case Value.None _,Value.Undefined _ -> false;
            case Value.Sequence(var items) -> !items.isEmpty();
            case Value.Mapping(var entries) -> !entries.isEmpty();
            case Value.Namespace _,Value.Macro _ -> true;
        };
    }

    /** The items that a loop over the value visits. */
    static List<Value> items(Value value) {
        return switch (value) {
            case Value.Sequence(var items) -> items;
            case Value.Mapping(var entries) -> entries.keySet().stream().map(Value::of).toList();
            case Value.Text(String text) -> text.codePoints().mapToObj(c -> Value.of(Character.toString(c))).toList();
            case Value.Undefined _ -> List.of();
            case Value.Whole _,Value.Real _,Value.Truth _,Value.None _,Value.Namespace _,Value.Macro _ ->
                throw new EvaluationException(
                        kind(value) + " is not iterable");
        };
    }

    static int length(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text.codePointCount(0, text.length());
            case Value.Sequence(var items) -> items.size();
            case Value.Mapping(var entries) -> entries.size();
            case Value.Undefined _ -> 0;
            case Value.Whole _,Value.Real _,Value.Truth _,Value.None _,Value.Namespace _,Value.Macro _ ->
                throw new EvaluationException(
                        kind(value) + " has no length");
        };
    }

    static Value attribute(Value object, String name) {
        return switch (object) {
            case Value.Mapping(var entries) -> {
                Value value = entries.get(name);
                yield value == null ? new Value.Undefined(name) : value;
            }
            case Value.Namespace namespace -> namespace.get(name);
            case Value.Undefined _ -> throw new EvaluationException(kind(object) + " has no attribute '" + name + "'");
            case Value.Text _,Value.Whole _,Value.Real _,Value.Truth _,Value.None _,Value.Sequence _,Value.Macro _ ->
                new Value.Undefined(
                        name);
        };
    }

    static Value item(Value object, Value key) {
        if (object instanceof Value.Undefined) {
            throw new EvaluationException(kind(object) + " has no items");
        }
        if (key instanceof Value.Text(String name)) {
            return attribute(object, name);
        }
        if (key instanceof Value.Whole && (object instanceof Value.Sequence || object instanceof Value.Text)) {
            List<Value> items = items(object);
            int index = index(key);
            int position = index < 0 ? index + items.size() : index;
            return position < 0 || position >= items.size() ? new Value.Undefined("item " + index)
                    : items.get(position);
        }
        return new Value.Undefined(PythonText.str(key));
    }

    /** The value as an {@code int}, clamped to its range; fails unless it is an integer. */
    static int index(Value value) {
        return switch (value) {
            case Value.Whole(BigInteger number) -> number.bitLength() < 32 ? number.intValue()
                    : number.signum() * Integer.MAX_VALUE;
            case Value.Truth(boolean truth) -> truth ? 1 : 0;
            case Value.Text _,Value.Real _,Value.None _,Value.Undefined _,Value.Sequence _,Value.Mapping _,Value.Namespace _,Value.Macro _ ->
                throw new EvaluationException(
                        "expected an integer, found " + kind(value));
        };
    }

    static Value slice(Value object, @Nullable Value start, @Nullable Value stop, @Nullable Value step) {
        if (!(object instanceof Value.Sequence) && !(object instanceof Value.Text)) {
            throw new EvaluationException(kind(object) + " cannot be sliced");
        }
        List<Value> items = items(object);
        long stride = given(step) ? index(step) : 1;
        if (stride == 0) {
            throw new EvaluationException("slice step cannot be zero");
        }
        int size = items.size();
        long lowest = stride > 0 ? 0 : -1;
        long highest = stride > 0 ? size : size - 1L;
        long from = given(start) ? bound(index(start), size, lowest, highest) : stride > 0 ? lowest : highest;
        long to = given(stop) ? bound(index(stop), size, lowest, highest) : stride > 0 ? highest : lowest;
        List<Value> taken = new ArrayList<>();
        for (long at = from; stride > 0 ? at < to : at > to; at += stride) {
            taken.add(items.get((int) at));
        }
        if (object instanceof Value.Sequence) {
            return Value.of(taken);
        }
        StringBuilder text = new StringBuilder();
        taken.forEach(character -> text.append(PythonText.str(character)));
        return Value.of(text.toString());
    }

    private static boolean given(@Nullable Value value) {
        return value != null && !(value instanceof Value.None);
    }

    private static long bound(long index, int size, long lowest, long highest) {
        return Math.clamp(index < 0 ? index + size : index, lowest, highest);
    }

    static boolean areEqual(Value left, Value right) {
        BigDecimal a = Arithmetic.number(left);
        BigDecimal b = Arithmetic.number(right);
        if (a != null && b != null) {
            return a.compareTo(b) == 0;
        }
        if (left instanceof Value.Sequence(var these) && right instanceof Value.Sequence(var those)) {
            boolean same = these.size() == those.size();
            for (int i = 0; same && i < these.size(); i++) {
                same = areEqual(these.get(i), those.get(i));
            }
            return same;
        }
        if (left instanceof Value.Undefined && right instanceof Value.Undefined) {
            return true;
        }
        return left.equals(right);
    }

    static boolean compare(Value left, Comparison comparison, Value right) {
        return switch (comparison) {
            case EQUAL -> areEqual(left, right);
            case UNEQUAL -> !areEqual(left, right);
            case IN -> contains(right, left);
            case NOT_IN -> !contains(right, left);
            case LESS -> order(left, comparison, right) < 0;
            case LESS_OR_EQUAL -> order(left, comparison, right) <= 0;
            case GREATER -> order(left, comparison, right) > 0;
            case GREATER_OR_EQUAL -> order(left, comparison, right) >= 0;
        };
    }

    private static int order(Value left, Comparison comparison, Value right) {
        BigDecimal a = Arithmetic.number(left);
        BigDecimal b = Arithmetic.number(right);
        if (a != null && b != null) {
            return a.compareTo(b);
        }
        if (left instanceof Value.Text(String one) && right instanceof Value.Text(String other)) {
            return one.compareTo(other);
        }
        throw unsupported(left, comparison.symbol, right);
    }

    private static boolean contains(Value container, Value element) {
        return switch (container) {
            case Value.Text(String text) -> {
                if (!(element instanceof Value.Text(String part))) {
                    throw unsupported(element, "in", container);
                }
                yield text.contains(part);
            }
            case Value.Mapping(var entries) -> element instanceof Value.Text(String key) && entries.containsKey(key);
            case Value.Sequence(var items) -> items.stream().anyMatch(item -> areEqual(item, element));
            case Value.Undefined _ -> false;
            case Value.Whole _,Value.Real _,Value.Truth _,Value.None _,Value.Namespace _,Value.Macro _ ->
                throw new EvaluationException(
                        kind(container) + " is not iterable, so nothing can be 'in' it");
        };
    }

    static Value arithmetic(Value left, Operator operator, Value right) {
        if (operator == Operator.CONCATENATE) {
            return join(PythonText.str(left), PythonText.str(right));
        }
        if (operator == Operator.ADD && left instanceof Value.Text(String a) && right instanceof Value.Text(String b)) {
            return join(a, b);
        }
        if (operator == Operator.ADD && left instanceof Value.Sequence(var a)
                && right instanceof Value.Sequence(var b)) {
            if (a.size() + b.size() > LONGEST_LIST) {
                throw new EvaluationException("a list grew beyond " + LONGEST_LIST + " items");
            }
            List<Value> both = new ArrayList<>(a);
            both.addAll(b);
            return Value.of(both);
        }
        Value result = Arithmetic.of(left, operator, right);
        if (result == null) {
            throw unsupported(left, operator.symbol, right);
        }
        return result;
    }

    private static Value join(String a, String b) {
        bounded((long) a.length() + b.length());
        return Value.of(a.concat(b));
    }

    static void bounded(long length) {
        if (length > LONGEST_TEXT) {
            throw new EvaluationException("a value grew beyond " + LONGEST_TEXT + " characters");
        }
    }

    private static EvaluationException unsupported(Value left, String symbol, Value right) {
        return new EvaluationException("'" + symbol + "' cannot join " + kind(left) + " and " + kind(right));
    }
}
