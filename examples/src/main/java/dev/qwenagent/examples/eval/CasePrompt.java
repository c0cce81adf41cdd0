package dev.qwenagent.examples.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a prompt in Qwen's chat format says: the system text, the tools, one request. The inverse of the chat template, for
 * conversations that have just begun.
 *
 * @param system the text before the tools, empty if there is none
 * @param tools the declared tools, in order
 * @param request the user's words
 */
record CasePrompt(String system, List<ToolSpecification> tools, String request) {

    private static final Pattern FORM = Pattern.compile(
            "(?:<\\|im_start\\|>system\n(?<system>.*?)<\\|im_end\\|>\n)?"
                    + "<\\|im_start\\|>user\n(?<request>.*?)<\\|im_end\\|>\n"
                    + "<\\|im_start\\|>assistant\n.*",
            Pattern.DOTALL);
    private static final Pattern TOOLS = Pattern.compile(
            "(?<text>.*?)(?:\n\n)?# Tools\n\n.*?<tools>\n(?<tools>.*?)\n</tools>.*",
            Pattern.DOTALL);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * Reads a prompt.
     *
     * @throws IllegalArgumentException if it is not of this form, with what was expected
     */
    static CasePrompt parse(String prompt) {
        Matcher form = FORM.matcher(prompt);
        if (!form.matches() || form.group("request").contains("<|im_start|>")) {
            throw new IllegalArgumentException("expected a prompt of at most a system message, one user message and the"
                    + " beginning of the assistant's, found another order of messages");
        }
        String system = form.group("system") == null ? "" : form.group("system");
        Matcher tools = TOOLS.matcher(system);
        return tools.matches()
                ? new CasePrompt(tools.group("text"), tools(tools.group("tools")), form.group("request"))
                : new CasePrompt(system, List.of(), form.group("request"));
    }

    private static List<ToolSpecification> tools(String declarations) {
        List<ToolSpecification> tools = new ArrayList<>();
        for (String line : declarations.lines().toList()) {
            try {
                tools.add(tool(MAPPER.readTree(line).path("function")));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("expected a tool as a JSON object, found " + line, e);
            }
        }
        return tools;
    }

    private static ToolSpecification tool(JsonNode function) {
        JsonNode parameters = function.path("parameters");
        JsonObjectSchema.Builder schema = JsonObjectSchema.builder();
        parameters.path("properties")
                .properties()
                .forEach(property -> schema.addProperty(property.getKey(), parameter(property.getValue())));
        List<String> required = new ArrayList<>();
        parameters.path("required").forEach(name -> required.add(name.asText()));
        return ToolSpecification.builder()
                .name(function.path("name").asText())
                .description(function.path("description").asText())
                .parameters(required.isEmpty() ? schema.build() : schema.required(required).build())
                .build();
    }

    private static JsonSchemaElement parameter(JsonNode schema) {
        @Nullable
        String description = schema.path("description").textValue();
        String type = schema.path("type").asText();
        return switch (type) {
            case "string" -> JsonStringSchema.builder().description(description).build();
            case "integer" -> JsonIntegerSchema.builder().description(description).build();
            case "number" -> JsonNumberSchema.builder().description(description).build();
            case "boolean" -> JsonBooleanSchema.builder().description(description).build();
            default -> throw new IllegalArgumentException(
                    "expected a parameter of type string, integer, number or boolean, found " + schema);
        };
    }
}
