package dev.qwenagent.examples.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.local.chat.ToolSpecificationJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Reads the functions of the Berkeley Function Calling Leaderboard: one JSON object a line, with {@code question} and
 * {@code function}. Its schemas say {@code dict}, {@code float} and names of Java where JSON Schema has names of its own.
 */
public final class FunctionCases {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Names of types that JSON Schema does not have; an empty one stands for any type. */
    private static final Map<String, String> TYPES = Map.ofEntries(Map.entry("dict", "object"),
            Map.entry("HashMap", "object"), Map.entry("float", "number"), Map.entry("double", "number"),
            Map.entry("long", "integer"), Map.entry("tuple", "array"), Map.entry("Array", "array"),
            Map.entry("ArrayList", "array"), Map.entry("String", "string"), Map.entry("char", "string"),
            Map.entry("any", ""));

    private FunctionCases() {}

    /**
     * A function, and a question that it may help with.
     *
     * @param question what the user says
     * @param tool the function
     */
    public record FunctionCase(String question, ToolSpecification tool) {}

    /**
     * The functions of a file, each with the question beside it.
     *
     * @throws AgentException if the file cannot be read, or a line is not of this form
     */
    public static List<FunctionCase> of(Path file) {
        List<FunctionCase> cases = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file);
                var text = new BufferedReader(new InputStreamReader(
                        file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8))) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                cases.addAll(read(MAPPER.readTree(line)));
            }
        } catch (JsonProcessingException e) {
            throw new AgentException(file + ": expected a JSON object a line: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new AgentException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new AgentException(file + " could not be read: " + e.getMessage(), e);
        }
        return cases;
    }

    private static List<FunctionCase> read(JsonNode entry) {
        JsonNode asked = entry.path("question");
        String question = asked.isTextual() ? asked.asText() : asked.path(0).path(0).path("content").asText();
        ArrayNode functions = MAPPER.createArrayNode();
        entry.path("function").forEach(function -> functions.add(mapped(function)));
        return ToolSpecificationJson.read(functions).stream().map(tool -> new FunctionCase(question, tool)).toList();
    }

    private static JsonNode mapped(JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            return json;
        }
        ObjectNode mapped = MAPPER.createObjectNode();
        for (var field : object.properties()) {
            boolean isType = field.getKey().equals("type") && field.getValue().isTextual();
            String type = isType ? TYPES.getOrDefault(field.getValue().asText(), field.getValue().asText()) : "";
            if (!isType) {
                mapped.set(field.getKey(), mapped(field.getValue()));
            } else if (!type.isEmpty()) {
                mapped.put("type", type);
            }
        }
        return mapped;
    }
}
