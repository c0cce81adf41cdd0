package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.qwenagent.local.chat.jinja.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** LangChain4j's messages and tools as the variables of a chat template. */
record PromptVariables(UnaryOperator<String> guard) {

    Value messages(List<ChatMessage> messages) {
        return Value.of(messages.stream().map(this::message).toList());
    }

    Value tools(List<ToolSpecification> tools) {
        TemplateValues values = new TemplateValues(guard);
        return Value.of(tools.stream().map(tool -> values.from(ToolJson.function(tool))).toList());
    }

    private Value message(ChatMessage message) {
        SequencedMap<String, Value> fields = new LinkedHashMap<>();
        switch (message) {
            case SystemMessage system -> {
                fields.put("role", Value.of("system"));
                fields.put("content", text(system.text()));
            }
            case UserMessage user -> {
                fields.put("role", Value.of("user"));
                fields.put("content", text(joined(user.contents())));
            }
            case AiMessage assistant -> assistant(assistant, fields);
            case ToolExecutionResultMessage result -> {
                fields.put("role", Value.of("tool"));
                fields.put("content", text(joined(result.contents())));
                putIfPresent(fields, "name", result.toolName());
                putIfPresent(fields, "tool_call_id", result.id());
            }
            default -> throw new UnsupportedFeatureException(
                    "a message of type " + message.type() + " has no place in a chat template; expected system, user,"
                            + " assistant or tool result");
        }
        return Value.of(fields);
    }

    private void assistant(AiMessage assistant, SequencedMap<String, Value> fields) {
        fields.put("role", Value.of("assistant"));
        fields.put("content", text(assistant.text() == null ? "" : assistant.text()));
        putIfPresent(fields, "reasoning_content", assistant.thinking());
        if (assistant.hasToolExecutionRequests()) {
            fields.put("tool_calls", Value.of(assistant.toolExecutionRequests().stream().map(this::call).toList()));
        }
    }

    private Value call(ToolExecutionRequest request) {
        SequencedMap<String, Value> function = new LinkedHashMap<>();
        function.put("name", text(request.name()));
        function.put("arguments", arguments(request.arguments()));
        SequencedMap<String, Value> call = new LinkedHashMap<>();
        putIfPresent(call, "id", request.id());
        call.put("type", Value.of("function"));
        call.put("function", Value.of(function));
        return Value.of(call);
    }

    /** The arguments as a mapping; what is no JSON object stays the text that it is. */
    private Value arguments(@Nullable String json) {
        if (json == null || json.isBlank()) {
            return Value.of(new LinkedHashMap<>());
        }
        JsonNode parsed = LenientJson.strict(json);
        return parsed instanceof ObjectNode ? new TemplateValues(guard).from(parsed) : text(json);
    }

    private static String joined(List<Content> contents) {
        StringBuilder text = new StringBuilder();
        for (Content content : contents) {
            if (!(content instanceof TextContent part)) {
                throw new UnsupportedFeatureException(
                        "content of type " + content.type() + " is not supported by this model; expected text");
            }
            text.append(part.text());
        }
        return text.toString();
    }

    private void putIfPresent(SequencedMap<String, Value> fields, String name, @Nullable String text) {
        if (text != null) {
            fields.put(name, text(text));
        }
    }

    private Value text(String text) {
        return Value.of(guard.apply(text));
    }
}
