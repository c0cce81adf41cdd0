package dev.qwenagent.local.chat.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The evaluated arguments of a call. */
record CallArguments(List<Value> positional, Map<String, Value> named) {

    @Nullable
    Value get(int index, String name) {
        return index < positional.size() ? positional.get(index) : named.get(name);
    }

    Value required(int index, String name, String callee) {
        Value value = get(index, name);
        if (value == null) {
            throw new EvaluationException("'" + callee + "' needs its argument '" + name + "'");
        }
        return value;
    }
}
