package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * A single-turn entry of the Berkeley Function Calling Leaderboard: functions, and the calls of them that are expected.
 *
 * @param functions each with {@code name}, {@code description} and {@code parameters}, in the types of the data
 */
record BenchmarkEntry(String id, List<JsonNode> functions, List<Call> calls) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** An expected call, under the name that its function has in the data. */
    record Call(String function, ObjectNode arguments) {}

    static List<BenchmarkEntry> all() {
        List<BenchmarkEntry> entries = new ArrayList<>();
        var data = Objects.requireNonNull(BenchmarkEntry.class.getResourceAsStream("/bfcl/single-turn.jsonl.gz"));
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(data), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                entries.add(read(JSON.readTree(line)));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return entries;
    }

    static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    /** The name of a function as a tool has it. */
    static String toolName(String function) {
        return function.replace('.', '_');
    }

    private static BenchmarkEntry read(JsonNode entry) {
        List<JsonNode> functions = new ArrayList<>();
        entry.get("function").forEach(functions::add);
        List<Call> calls = new ArrayList<>();
        entry.get("ground_truth")
                .forEach(call -> call.properties()
                        .forEach(named -> calls.add(new Call(named.getKey(), chosen(named.getValue())))));
        return new BenchmarkEntry(entry.get("id").asText(), functions, calls);
    }

    /** Each argument may have one of several values: the first, or none where that is an empty text. */
    private static ObjectNode chosen(JsonNode allowed) {
        ObjectNode arguments = JSON.createObjectNode();
        for (var argument : allowed.properties()) {
            JsonNode first = argument.getValue().path(0);
            boolean absent = first.isMissingNode() || (first.isTextual() && first.textValue().isEmpty());
            if (!absent) {
                arguments.set(argument.getKey(), withoutChoices(first));
            }
        }
        return arguments;
    }

    private static JsonNode withoutChoices(JsonNode value) {
        if (value instanceof ArrayNode list) {
            ArrayNode items = JSON.createArrayNode();
            list.forEach(item -> items.add(withoutChoices(item)));
            return items;
        }
        boolean choices = value.isObject() && value.properties().stream().allMatch(field -> field.getValue().isArray());
        return choices ? chosen(value) : value;
    }
}
