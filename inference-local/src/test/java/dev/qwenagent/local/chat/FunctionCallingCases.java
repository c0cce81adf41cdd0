package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The single-turn entries of the Berkeley Function Calling Leaderboard: a question, functions, the calls that answer it. */
final class FunctionCallingCases {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The names of types in the data that JSON schema does not have; an empty one stands for any type. */
    private static final Map<String, String> TYPES = Map.ofEntries(Map.entry("dict", "object"),
            Map.entry("HashMap", "object"), Map.entry("float", "number"), Map.entry("double", "number"),
            Map.entry("long", "integer"), Map.entry("tuple", "array"), Map.entry("Array", "array"),
            Map.entry("ArrayList", "array"), Map.entry("String", "string"), Map.entry("char", "string"),
            Map.entry("any", ""));

    private FunctionCallingCases() {}

    record Case(String id, String question, List<ToolSpecification> tools, List<ToolCall.Complete> calls) {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        try (var in = Objects
                .requireNonNull(FunctionCallingCases.class.getResourceAsStream("/bfcl/single-turn.jsonl.gz"));
                var lines = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> cases.add(read(Objects.requireNonNull(LenientJson.strict(line)))));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return cases;
    }

    private static Case read(JsonNode entry) {
        ArrayNode functions = NODES.arrayNode();
        entry.get("function").forEach(function -> functions.add(withSchemaTypes(function)));
        List<ToolCall.Complete> calls = new ArrayList<>();
        for (JsonNode call : entry.get("ground_truth")) {
            call.properties()
                    .forEach(named -> calls.add(new ToolCall.Complete(named.getKey(),
                            CompactJson.of(chosen(named.getValue())), false)));
        }
        return new Case(entry.get("id").asText(), entry.get("question").asText(), ToolSpecificationJson.read(functions),
                calls);
    }

    private static JsonNode withSchemaTypes(JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            return json;
        }
        ObjectNode changed = NODES.objectNode();
        for (var field : object.properties()) {
            JsonNode value = field.getValue();
            boolean type = field.getKey().equals("type") && value.isTextual();
            String name = type ? TYPES.getOrDefault(value.asText(), value.asText()) : "";
            if (!type) {
                changed.set(field.getKey(), withSchemaTypes(value));
            } else if (!name.isEmpty()) {
                changed.put("type", name);
            }
        }
        return changed;
    }

    /** Of the values that each argument may have, the first; an argument that may be left out is, if that is the first. */
    private static JsonNode chosen(JsonNode possible) {
        ObjectNode arguments = NODES.objectNode();
        for (var field : possible.properties()) {
            JsonNode first = field.getValue().path(0);
            if (!first.isMissingNode() && !(first.isTextual() && first.asText().isEmpty())) {
                arguments.set(field.getKey(), value(first));
            }
        }
        return arguments;
    }

    private static JsonNode value(JsonNode value) {
        if (value.isArray()) {
            ArrayNode items = NODES.arrayNode();
            value.forEach(item -> items.add(value(item)));
            return items;
        }
        boolean choices = value.isObject() && value.properties().stream().allMatch(field -> field.getValue().isArray());
        return choices ? chosen(value) : value;
    }
}
