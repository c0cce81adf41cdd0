package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions of an entry as the class that a developer would write for them: a method with {@code @Tool} for each, a
 * record for each object inside their parameters. Where the data leaves a type open, the expected value decides.
 */
final class BenchmarkToolSource {

    private final List<String> records = new ArrayList<>();
    private final BenchmarkEntry entry;

    private BenchmarkToolSource(BenchmarkEntry entry) {
        this.entry = entry;
    }

    /** The source of a public class of this name, without a package. */
    static String of(String className, BenchmarkEntry entry) {
        return new BenchmarkToolSource(entry).source(className);
    }

    private String source(String className) {
        StringBuilder methods = new StringBuilder();
        for (int i = 0; i < entry.functions().size(); i++) {
            JsonNode function = entry.functions().get(i);
            methods.append("""
                        @Tool(name = %s, value = %s)
                        public String f%d(%s) {
                            return "done";
                        }
                    """.formatted(quoted(BenchmarkEntry.toolName(function.get("name").asText())),
                    quoted(function.get("description").asText()), i,
                    parameters(function.get("parameters"), sample(function.get("name").asText()))));
        }
        return """
                import dev.langchain4j.agent.tool.P;
                import dev.langchain4j.agent.tool.Tool;
                import dev.qwenagent.tools.RequiresScope;
                import java.math.BigDecimal;
                import java.util.List;
                import java.util.Map;
                @RequiresScope("benchmark.call")
                public class %s {
                %s%s}
                """.formatted(className, String.join("", records), methods);
    }

    private JsonNode sample(String function) {
        return entry.calls()
                .stream()
                .filter(call -> call.function().equals(function))
                .findFirst()
                .<JsonNode>map(BenchmarkEntry.Call::arguments)
                .orElse(MissingNode.getInstance());
    }

    private String parameters(JsonNode schema, JsonNode sample) {
        List<String> parameters = new ArrayList<>();
        ArrayNode required = schema.path("required").isArray() ? (ArrayNode) schema.get("required")
                : JsonNodeFactory.instance.arrayNode();
        for (var property : schema.path("properties").properties()) {
            String name = property.getKey();
            boolean isRequired = required.valueStream().anyMatch(TextNode.valueOf(name)::equals);
            parameters.add("@P(name = %s, required = %b) %s a%d".formatted(quoted(name), isRequired,
                    type(property.getValue(), sample.path(name)), parameters.size()));
        }
        return String.join(", ", parameters);
    }

    private String type(JsonNode schema, JsonNode sample) {
        return switch (schema.path("type").asText()) {
            case "string", "String", "char" -> "String";
            case "integer", "long" -> "Long";
            case "float", "double", "number" -> "BigDecimal";
            case "boolean" -> "Boolean";
            case "array", "Array", "ArrayList", "tuple" ->
                "List<" + type(schema.path("items"), sample.path(0)) + ">";
            case "dict", "HashMap" ->
                schema.path("properties").isEmpty() ? typeOf(sample, "Map<String, String>") : record(schema, sample);
            case "any", "" -> typeOf(sample, "String");
            default -> throw new IllegalArgumentException(entry.id() + ": unknown type " + schema.get("type"));
        };
    }

    private String record(JsonNode schema, JsonNode sample) {
        String components = parameters(schema, sample);
        String name = "R" + records.size();
        records.add("    public record " + name + "(" + components + ") {}\n");
        return name;
    }

    private static String typeOf(JsonNode value, String unknown) {
        return switch (value.getNodeType()) {
            case STRING -> "String";
            case BOOLEAN -> "Boolean";
            case NUMBER -> value.isIntegralNumber() ? "Long" : "BigDecimal";
            case ARRAY -> "List<" + typeOf(value.path(0), "String") + ">";
            case OBJECT -> {
                List<String> types = value.valueStream().map(each -> typeOf(each, "String")).distinct().toList();
                yield "Map<String, " + (types.size() == 1 ? types.getFirst() : "String") + ">";
            }
            case NULL, MISSING, BINARY, POJO -> unknown;
        };
    }

    /** A JSON string is a literal of Java too. */
    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
