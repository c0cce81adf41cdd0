package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a request as the body of a chat completions call that streams. */
final class RequestJson {

    private final ObjectMapper json;
    private final ServerFamily family;

    RequestJson(ObjectMapper json, ServerFamily family) {
        this.json = json;
        this.family = family;
    }

    /**
     * The body.
     *
     * @param model what is known of the model
     * @throws UnsupportedFeatureException if the request asks for what the server, its protocol or the model does not have
     * @throws InvalidRequestException if a value is none that the server takes
     */
    ObjectNode body(ChatRequest request, KnownModel model) {
        QwenChatRequestParameters parameters = QwenChatRequestParameters.from(request.parameters());
        switch (family) {
            case MODEL_STUDIO -> ModelStudioRules.check(request.messages(), parameters);
            case VLLM, SGLANG, LLAMA_CPP, OLLAMA, CHAT_TEMPLATE, SOFT_SWITCH, PLAIN -> ModelStudioRules
                    .checkNothingOfItsOwn(parameters);
        }
        ObjectNode body = json.createObjectNode();
        body.put("model", parameters.modelName());
        new MessageJson(body.putArray("messages"), MessageStyle.of(family, parameters, model))
                .writeAll(request.messages());
        writeTools(parameters, body);
        writeSampling(parameters, body);
        writeFormat(parameters.responseFormat(), body);
        family.thinkingSwitch().write(parameters, model.habit(), body);
        if (family == ServerFamily.MODEL_STUDIO) {
            writeServices(parameters, body);
        }
        body.put("stream", true).putObject("stream_options").put("include_usage", true);
        parameters.extra().forEach((field, value) -> body.set(field, json.valueToTree(value)));
        return body;
    }

    private void writeTools(QwenChatRequestParameters parameters, ObjectNode body) {
        List<ToolSpecification> tools = parameters.toolSpecifications();
        if (tools == null || tools.isEmpty()) {
            return;
        }
        ArrayNode array = body.putArray("tools");
        for (ToolSpecification tool : tools) {
            ObjectNode function = array.addObject()
                    .put("type", "function")
                    .putObject("function")
                    .put("name", tool.name());
            if (tool.description() != null) {
                function.put("description", tool.description());
            }
            if (tool.parameters() == null) {
                function.putObject("parameters").put("type", "object").putObject("properties");
            } else {
                function.set("parameters", schema(tool.parameters()));
            }
        }
        if (parameters.cache().contains(CachePoint.TOOLS) && family == ServerFamily.MODEL_STUDIO) {
            ContentJson.markCached((ObjectNode) array.get(array.size() - 1));
        }
        if (parameters.parallelToolCalls() != null) {
            body.put("parallel_tool_calls", parameters.parallelToolCalls());
        }
        if (parameters.toolStream() != null && family == ServerFamily.MODEL_STUDIO) {
            body.put("tool_stream", parameters.toolStream());
        }
        if (parameters.toolChoice() != null) {
            writeToolChoice(parameters.toolChoice(), tools, body);
        }
    }

    private void writeToolChoice(ToolChoice choice, List<ToolSpecification> tools, ObjectNode body) {
        switch (choice) {
            case AUTO -> body.put("tool_choice", "auto");
            case NONE -> body.put("tool_choice", "none");
            case REQUIRED -> {
                if (family == ServerFamily.MODEL_STUDIO) {
                    // The word "required" is unknown there; the rules have seen to it that there is one tool to name.
                    body.putObject("tool_choice")
                            .put("type", "function")
                            .putObject("function")
                            .put("name", tools.getFirst().name());
                } else {
                    body.put("tool_choice", "required");
                }
            }
        }
    }

    private void writeSampling(QwenChatRequestParameters parameters, ObjectNode body) {
        putIfSet(body, "temperature", parameters.temperature());
        putIfSet(body, "top_p", parameters.topP());
        putIfSet(body, "top_k", parameters.topK());
        putIfSet(body, "frequency_penalty", parameters.frequencyPenalty());
        putIfSet(body, "presence_penalty", parameters.presencePenalty());
        putIfSet(body, family.repetitionPenaltyField(), parameters.repetitionPenalty());
        putIfSet(body, family.outputLimitField(), parameters.maxOutputTokens());
        putIfSet(body, "seed", parameters.seed());
        if (parameters.stopSequences() != null && !parameters.stopSequences().isEmpty()) {
            parameters.stopSequences().forEach(body.putArray("stop")::add);
        }
        if (parameters.logProbabilities() != null) {
            body.put("logprobs", true).put("top_logprobs", parameters.logProbabilities());
        }
    }

    private void putIfSet(ObjectNode body, String field, @Nullable Number value) {
        if (value != null) {
            body.set(field, json.valueToTree(value));
        }
    }

    private void writeFormat(@Nullable ResponseFormat format, ObjectNode body) {
        if (format == null || format.type() != ResponseFormatType.JSON) {
            return;
        }
        ObjectNode json = body.putObject("response_format");
        if (format.jsonSchema() == null) {
            json.put("type", "json_object");
        } else {
            json.put("type", "json_schema")
                    .putObject("json_schema")
                    .put("name", format.jsonSchema().name())
                    .put("strict", true)
                    .set("schema", schema(format.jsonSchema().rootElement()));
        }
    }

    /** What the service does beside the model. */
    private static void writeServices(QwenChatRequestParameters parameters, ObjectNode body) {
        if (parameters.webSearch() != null) {
            parameters.webSearch().write(body);
        }
        if (parameters.codeInterpreter() != null) {
            body.put("enable_code_interpreter", parameters.codeInterpreter());
        }
        if (parameters.highResolutionImages() != null) {
            body.put("vl_high_resolution_images", parameters.highResolutionImages());
        }
        if (parameters.speech() != null) {
            body.putArray("modalities").add("text").add("audio");
            body.putObject("audio").put("voice", parameters.speech()).put("format", "wav");
        }
    }

    /** A schema with its fields in LangChain4j's order: type, description, properties, required. */
    private ObjectNode schema(JsonSchemaElement element) {
        return json.valueToTree(JsonSchemaElementUtils.toMap(element));
    }
}
