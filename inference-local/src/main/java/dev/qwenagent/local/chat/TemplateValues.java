package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qwenagent.local.chat.jinja.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/** JSON as values of a template; every text, keys included, goes through a guard. */
record TemplateValues(UnaryOperator<String> guard) {

    Value from(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT -> {
                SequencedMap<String, Value> entries = new LinkedHashMap<>();
                json.properties().forEach(entry -> entries.put(guard.apply(entry.getKey()), from(entry.getValue())));
                yield Value.of(entries);
            }
            case ARRAY -> {
                List<Value> items = new ArrayList<>();
                json.forEach(item -> items.add(from(item)));
                yield Value.of(items);
            }
            case NUMBER -> json.isIntegralNumber() ? new Value.Whole(json.bigIntegerValue())
                    : new Value.Real(json.doubleValue());
            case BOOLEAN -> Value.of(json.booleanValue());
            case STRING, BINARY, POJO -> Value.of(guard.apply(json.asText()));
            case NULL, MISSING -> Value.None.NONE;
        };
    }
}
