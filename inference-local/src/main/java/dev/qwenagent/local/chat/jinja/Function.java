package dev.qwenagent.local.chat.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions that every template can call. */
enum Function {
    RAISE_EXCEPTION, NAMESPACE, DICT, RANGE;

    private static final int LONGEST_RANGE = 100_000;

    static @Nullable Function named(String name) {
        for (Function function : values()) {
            if (function.label().equals(name)) {
                return function;
            }
        }
        return null;
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Value call(CallArguments arguments) {
        return switch (this) {
            case RAISE_EXCEPTION -> throw new EvaluationException(
                    PythonText.str(arguments.required(0, "message", label())));
            case NAMESPACE -> new Value.Namespace(entries(arguments));
            case DICT -> Value.of(new LinkedHashMap<>(entries(arguments)));
            case RANGE -> range(arguments.positional().stream().mapToInt(Operations::index).toArray());
        };
    }

    private static Map<String, Value> entries(CallArguments arguments) {
        Map<String, Value> entries = new LinkedHashMap<>();
        if (!arguments.positional().isEmpty()
                && arguments.positional().getFirst() instanceof Value.Mapping(var given)) {
            entries.putAll(given);
        }
        entries.putAll(arguments.named());
        return entries;
    }

    private static Value range(int... bounds) {
        if (bounds.length < 1 || bounds.length > 3 || (bounds.length == 3 && bounds[2] == 0)) {
            throw new EvaluationException("'range' expects a stop, or a start and a stop and a step that is not zero");
        }
        long start = bounds.length == 1 ? 0 : bounds[0];
        long stop = bounds.length == 1 ? bounds[0] : bounds[1];
        long step = bounds.length == 3 ? bounds[2] : 1;
        List<Value> items = new ArrayList<>();
        for (long at = start; step > 0 ? at < stop : at > stop; at += step) {
            if (items.size() == LONGEST_RANGE) {
                throw new EvaluationException("a range is longer than " + LONGEST_RANGE);
            }
            items.add(Value.of(at));
        }
        return Value.of(items);
    }
}
