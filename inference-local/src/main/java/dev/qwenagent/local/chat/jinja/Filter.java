package dev.qwenagent.local.chat.jinja;

import dev.qwenagent.local.chat.jinja.Expression.Arguments;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The filters that are supported, with the arguments each takes. */
enum Filter {
    ABS("abs"), CAPITALIZE("capitalize"), COUNT("count"), D("d", "default_value", "boolean"), DEFAULT("default",
            "default_value", "boolean"),
    FIRST("first"), INT("int"), ITEMS("items"), JOIN("join", "d"), LAST(
            "last"),
    LENGTH("length"), LIST("list"), LOWER("lower"), REPLACE("replace", "old",
            "new"),
    REVERSE("reverse"), SAFE("safe"), STRING("string"), TOJSON("tojson",
            "indent"),
    TRIM("trim", "chars"), UPPER("upper");

    private static final Map<String, Filter> NAMED = named();

    private final String name;
    private final List<String> parameters;

    Filter(String name, String... parameters) {
        this.name = name;
        this.parameters = List.of(parameters);
    }

    private static Map<String, Filter> named() {
        Map<String, Filter> filters = new LinkedHashMap<>();
        for (Filter filter : values()) {
            filters.put(filter.name, filter);
        }
        return Map.copyOf(filters);
    }

    static Filter named(String name, int line) {
        Filter filter = NAMED.get(name);
        if (filter == null) {
            throw new TemplateException(line, "filter '" + name + "' is not supported");
        }
        return filter;
    }

    /** Refuses arguments that the filter does not take. */
    void check(Arguments arguments, int line) {
        Set<String> unknown = new TreeSet<>(arguments.named().keySet());
        unknown.removeAll(parameters);
        if (!unknown.isEmpty() || arguments.positional().size() > parameters.size()) {
            throw new TemplateException(line,
                    "filter '" + name + "' takes the arguments " + parameters + " and no others");
        }
    }

    Value apply(Value operand, CallArguments arguments) {
        return switch (this) {
            case LENGTH, COUNT -> Value.of(Operations.length(operand));
            case STRING, SAFE -> Value.of(PythonText.str(operand));
            case TRIM -> Value.of(Method.strip(PythonText.str(operand), arguments.get(0, "chars"), Method.STRIP));
            case LOWER -> Value.of(PythonText.str(operand).toLowerCase(Locale.ROOT));
            case UPPER -> Value.of(PythonText.str(operand).toUpperCase(Locale.ROOT));
            case CAPITALIZE -> Value.of(Method.capitalize(PythonText.str(operand)));
            case TOJSON -> {
                Value indent = arguments.get(0, "indent");
                yield Value.of(JsonText.indented(operand,
                        indent == null || indent instanceof Value.None ? -1 : Operations.index(indent)));
            }
            case ITEMS -> items(operand);
            case DEFAULT, D -> fallback(operand, arguments);
            case FIRST -> end(operand, 0);
            case LAST -> end(operand, -1);
            case LIST -> Value.of(Operations.items(operand));
            case REVERSE -> operand instanceof Value.Text
                    ? Operations.slice(operand, null, null, Value.of(-1))
                    : Value.of(Operations.items(operand).reversed());
            case JOIN -> join(operand, arguments.get(0, "d"));
            case REPLACE -> Value.of(PythonText.str(operand)
                    .replace(
                            PythonText.str(arguments.required(0, "old", name)),
                            PythonText.str(arguments.required(1, "new", name))));
            case INT -> integer(operand);
            case ABS -> Operations.compare(operand, Expression.Comparison.LESS, Value.of(0))
                    ? Arithmetic.negate(operand)
                    : operand;
        };
    }

    private static Value items(Value operand) {
        return switch (operand) {
            case Value.Mapping(var entries) -> Value.of(entries.entrySet()
                    .stream()
                    .map(entry -> Value.of(List.of(Value.of(entry.getKey()), entry.getValue())))
                    .toList());
            case Value.Undefined _ -> Value.of(List.of());
            case Value.Text _,Value.Whole _,Value.Real _,Value.Truth _,Value.None _,Value.Sequence _,Value.Namespace _,Value.Macro _ ->
                throw new EvaluationException(
                        "filter 'items' expects a mapping, found " + Operations.kind(operand));
        };
    }

    private static Value fallback(Value operand, CallArguments arguments) {
        Value other = arguments.get(0, "default_value");
        Value onFalse = arguments.get(1, "boolean");
        boolean replace = operand instanceof Value.Undefined
                || (onFalse != null && Operations.isTrue(onFalse) && !Operations.isTrue(operand));
        return !replace ? operand : other == null ? Value.EMPTY : other;
    }

    private static Value end(Value operand, int index) {
        List<Value> items = Operations.items(operand);
        return items.isEmpty() ? new Value.Undefined("item " + index)
                : index == 0 ? items.getFirst() : items.getLast();
    }

    private static Value join(Value operand, @Nullable Value separator) {
        List<String> texts = new ArrayList<>();
        long length = 0;
        String between = separator == null ? "" : PythonText.str(separator);
        for (Value item : Operations.items(operand)) {
            String text = PythonText.str(item);
            length += text.length() + between.length();
            texts.add(text);
        }
        Operations.bounded(length);
        return Value.of(String.join(between, texts));
    }

    private static Value integer(Value operand) {
        try {
            return switch (operand) {
                case Value.Whole _ -> operand;
                case Value.Truth(boolean truth) -> Value.of(truth ? 1 : 0);
                case Value.Real(double number) -> Value.of((long) number);
                case Value.Text(String text) -> new Value.Whole(new BigInteger(PythonText.strip(text)));
                case Value.None _,Value.Undefined _,Value.Sequence _,Value.Mapping _,Value.Namespace _,Value.Macro _ ->
                    Value.of(0);
            };
        } catch (NumberFormatException notAnInteger) {
            return Value.of(0);
        }
    }
}
