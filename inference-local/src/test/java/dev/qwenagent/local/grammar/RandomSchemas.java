package dev.qwenagent.local.grammar;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Makes schemas of the supported keywords, some with references to themselves. The same seed makes the same schema. */
final class RandomSchemas {

    private static final List<String> NAMES = List.of("id", "name", "größe", "a b", "zip\"code", "items", "日本", "x");
    private static final List<String> PATTERNS = List.of("^[a-z]{2,5}$", "\\d{3}", "^(ab|a)*c?$", "^\\p{Lu}",
            "^[^\"\\\\]+$",
            "^(foo|foobar|bär)$");
    private static final List<String> FORMATS = List.of("date", "time", "date-time", "uuid", "ipv4", "duration");

    private final Random random;

    private RandomSchemas(Random random) {
        this.random = random;
    }

    /** A schema that is nested up to a depth. */
    static ObjectNode of(Random random, int depth) {
        RandomSchemas schemas = new RandomSchemas(random);
        ObjectNode schema = schemas.schema(depth);
        if (schemas.chance(3)) {
            ObjectNode node = Documents.JSON.createObjectNode().put("type", "object");
            ObjectNode properties = node.putObject("properties");
            properties.set("value", schemas.schema(1));
            properties.putObject("next").put("$ref", "#/$defs/node");
            node.putArray("required").add("value");
            schema.putObject("$defs").set("node", node);
            if (schema.path("properties").isObject()) {
                ((ObjectNode) schema.get("properties")).putObject("chain").put("$ref", "#/$defs/node");
            }
        }
        return schema;
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private ObjectNode schema(int depth) {
        ObjectNode schema = Documents.JSON.createObjectNode();
        int kind = random.nextInt(depth > 0 ? 12 : 6);
        switch (kind) {
            case 0 -> text(schema.put("type", "string"));
            case 1 -> integer(schema.put("type", "integer"));
            case 2 -> number(schema.put("type", "number"));
            case 3 -> schema.put("type", chance(2) ? "boolean" : "null");
            case 4 -> schema.putArray("enum").add("red").add(3).add(1.5).addNull().add("\u00E9\"\n").addArray().add(1);
            case 5 -> schema.putArray("type").add("integer").add("string").add("null");
            case 6, 7 -> array(schema.put("type", "array"), depth);
            case 8 -> alternatives(schema.putArray("anyOf"), depth);
            case 9 -> {
                ArrayNode parts = schema.putArray("allOf");
                parts.add(object(Documents.JSON.createObjectNode().put("type", "object"), depth - 1));
                parts.addObject().putObject("properties").set("extra", schema(0));
            }
            default -> object(schema.put("type", "object"), depth);
        }
        return schema;
    }

    private void alternatives(ArrayNode options, int depth) {
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            options.add(schema(depth - 1));
        }
    }

    private void text(ObjectNode schema) {
        switch (random.nextInt(4)) {
            case 0 -> schema.put("pattern", pick(PATTERNS));
            case 1 -> schema.put("format", pick(FORMATS));
            case 2 -> schema.put("minLength", random.nextInt(4)).put("maxLength", random.nextInt(4, 12));
            default -> {
            }
        }
    }

    private void integer(ObjectNode schema) {
        if (chance(2)) {
            schema.put("minimum", random.nextInt(-1200, 50));
        }
        if (chance(2)) {
            schema.put("exclusiveMaximum", random.nextInt(60, 100_000));
        }
        if (chance(4)) {
            schema.put("multipleOf", random.nextInt(1, 13));
        }
    }

    private void number(ObjectNode schema) {
        if (chance(2)) {
            schema.put(chance(2) ? "minimum" : "exclusiveMinimum", random.nextInt(-4000, 100) / 16.0);
        }
        if (chance(2)) {
            schema.put(chance(2) ? "maximum" : "exclusiveMaximum", random.nextInt(101, 9000) / 16.0);
        }
    }

    private void array(ObjectNode schema, int depth) {
        if (chance(3)) {
            ArrayNode first = schema.putArray("prefixItems");
            first.add(schema(0));
            first.add(schema(depth - 1));
        }
        if (chance(5)) {
            schema.put("items", false);
        } else {
            schema.set("items", schema(depth - 1));
            schema.put("minItems", random.nextInt(3)).put("maxItems", random.nextInt(3, 6));
        }
    }

    private ObjectNode object(ObjectNode schema, int depth) {
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Documents.JSON.createArrayNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            String name = pick(NAMES);
            if (!properties.has(name)) {
                properties.set(name, schema(depth - 1));
                if (chance(2)) {
                    required.add(name);
                }
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        switch (random.nextInt(5)) {
            case 0 -> schema.set("additionalProperties", schema(0));
            case 1 -> schema.putObject("patternProperties").set("^x-", schema(0));
            case 2 -> {
            }
            default -> schema.put("additionalProperties", false);
        }
        if (chance(6) && !schema.path("additionalProperties").isBoolean()) {
            schema.put("minProperties", random.nextInt(4));
        }
        return schema;
    }
}
