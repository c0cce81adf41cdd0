package dev.qwenagent.local.chat.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and their values; a loop and a macro open an inner scope, and what is set there stays there. */
final class Scope {

    private final @Nullable Scope outer;
    private final Map<String, Value> values;

    /** The outermost scope, with what the template is given. */
    Scope(Map<String, Value> given) {
        this.outer = null;
        this.values = new HashMap<>(given);
    }

    private Scope(Scope outer) {
        this.outer = outer;
        this.values = new HashMap<>();
    }

    Scope inner() {
        return new Scope(this);
    }

    Value get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Value value = scope.values.get(name);
            if (value != null) {
                return value;
            }
        }
        return new Value.Undefined(name);
    }

    void set(String name, Value value) {
        values.put(name, value);
    }
}
