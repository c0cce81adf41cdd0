package dev.qwenagent.local.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The official test suite of JSON Schema, draft 2020-12: schemas, and values of which it says whether they are valid. */
final class JsonSchemaCases {

    private JsonSchemaCases() {}

    /** A schema of the suite with its values. */
    record Case(String file, String description, JsonNode schema, List<Value> values) {

        @Override
        public String toString() {
            return file + ": " + description;
        }
    }

    record Value(String description, JsonNode data, boolean valid) {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        read().properties().forEach(file -> file.getValue().forEach(group -> {
            List<Value> values = new ArrayList<>();
            group.get("tests")
                    .forEach(test -> values.add(new Value(test.get("description").asText(), test.get("data"),
                            test.get("valid").asBoolean())));
            cases.add(new Case(file.getKey(), group.get("description").asText(), group.get("schema"), values));
        }));
        return cases;
    }

    private static JsonNode read() {
        String name = "/json-schema/draft2020-12.json.gz";
        try (InputStream file = Objects.requireNonNull(JsonSchemaCases.class.getResourceAsStream(name), name);
                InputStream json = new GZIPInputStream(file)) {
            return Documents.JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
