package dev.qwenagent.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import dev.qwenagent.local.chat.CallFormat;
import dev.qwenagent.local.chat.ChatPrompt;
import dev.qwenagent.local.chat.Reply;
import dev.qwenagent.local.chat.ReplyEnd;
import dev.qwenagent.local.chat.ReplyReader;
import dev.qwenagent.local.chat.ReplyRules;
import dev.qwenagent.local.chat.Thinking;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Prompts of the demo model, read back into the conversations that they were rendered from. */
final class DemoConversations {

    /** A prompt, the conversation in it, and what llama.cpp generated for it greedily from the same file. */
    record Case(String kind, String prompt, ChatPrompt conversation, String completion) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String START = "<|im_start|>";
    private static final String END = "<|im_end|>\n";
    private static final String CLOSED_THOUGHT = "<think>\n\n</think>\n\n";

    private DemoConversations() {}

    static List<Case> all() {
        JsonNode prompts = read("/dev/qwenagent/local/tokenizer/demo-prompts.json.gz");
        JsonNode turns = read("/demo/first-turns.json.gz");
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            String prompt = prompts.get(i).get("text").asText();
            cases.add(new Case(turns.get(i).get("kind").asText(), prompt, conversation(prompt),
                    turns.get(i).get("completion").asText()));
        }
        return cases;
    }

    private static JsonNode read(String resource) {
        try (InputStream in = new GZIPInputStream(DemoConversations.class.getResourceAsStream(resource))) {
            return JSON.readTree(in);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static ChatPrompt conversation(String prompt) {
        List<ChatMessage> messages = new ArrayList<>();
        List<ToolSpecification> tools = new ArrayList<>();
        for (String turn : prompt.split("\\Q" + START + "\\E")) {
            if (turn.endsWith(END)) {
                int line = turn.indexOf('\n');
                String text = turn.substring(line + 1, turn.length() - END.length());
                switch (turn.substring(0, line)) {
                    case "system" -> system(text, messages, tools);
                    case "user" -> user(text, messages);
                    default -> messages.add(reply(text));
                }
            }
        }
        return new ChatPrompt(messages, tools, prompt.endsWith(CLOSED_THOUGHT) ? Thinking.OFF : Thinking.AUTO);
    }

    private static void system(String text, List<ChatMessage> messages, List<ToolSpecification> tools) {
        int head = text.indexOf("# Tools\n");
        String own = head < 0 ? text : text.substring(0, Math.max(0, head - 2));
        if (!own.isEmpty()) {
            messages.add(SystemMessage.from(own));
        }
        if (head >= 0) {
            String list = text.substring(text.indexOf("<tools>\n") + 8, text.indexOf("\n</tools>"));
            list.lines().forEach(line -> tools.add(tool(line)));
        }
    }

    private static void user(String text, List<ChatMessage> messages) {
        if (!text.startsWith("<tool_response>\n")) {
            messages.add(UserMessage.from(text));
            return;
        }
        String results = text.substring("<tool_response>\n".length(), text.length() - "\n</tool_response>".length());
        for (String result : results.split("\n</tool_response>\n<tool_response>\n")) {
            messages.add(ToolExecutionResultMessage.from("1", "tool", result));
        }
    }

    private static AiMessage reply(String text) {
        ReplyReader reader = ReplyReader.ofReply(ReplyRules.of(CallFormat.JSON, List.of()), event -> {});
        reader.accept(text);
        Reply reply = reader.finish(ReplyEnd.STOPPED);
        return reply.toAiMessage(reply.calls().stream().map(call -> "1").toList());
    }

    private static ToolSpecification tool(String line) {
        try {
            JsonNode function = JSON.readTree(line).get("function");
            JsonObjectSchema.Builder parameters = JsonObjectSchema.builder();
            function.get("parameters")
                    .get("properties")
                    .properties()
                    .forEach(property -> parameters.addProperty(property.getKey(), schema(property.getValue())));
            List<String> required = new ArrayList<>();
            function.get("parameters").path("required").forEach(name -> required.add(name.asText()));
            return ToolSpecification.builder()
                    .name(function.get("name").asText())
                    .description(function.path("description").asText())
                    .parameters(parameters.required(required).build())
                    .build();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static JsonSchemaElement schema(JsonNode property) {
        String description = property.path("description").asText();
        return switch (property.get("type").asText()) {
            case "string" -> JsonStringSchema.builder().description(description).build();
            case "integer" -> JsonIntegerSchema.builder().description(description).build();
            case "number" -> JsonNumberSchema.builder().description(description).build();
            case "boolean" -> JsonBooleanSchema.builder().description(description).build();
            default -> throw new IllegalStateException("no schema for " + property);
        };
    }
}
