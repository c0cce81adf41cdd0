package dev.qwenagent.runtime.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.api.label.Label.Integrity;
import dev.qwenagent.api.label.LabelSource;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.tool.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What several kinds of entries have in common, as JSON and back. */
final class JsonFields {

    /** Reads texts of any length: a result that could be written must not be one that cannot be read. */
    static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
            .build());

    private JsonFields() {}

    static String text(JsonNode json, String field) {
        return json.required(field).asText();
    }

    static @Nullable String orNull(JsonNode json, String field) {
        return json.path(field).isTextual() ? json.path(field).asText() : null;
    }

    static void message(ObjectNode json, String field, ChatMessage message) throws JsonProcessingException {
        json.set(field, MAPPER.readTree(ChatMessageSerializer.messageToJson(message)));
    }

    static ChatMessage message(JsonNode json, String field) {
        return ChatMessageDeserializer.messageFromJson(json.required(field).toString());
    }

    static <M extends ChatMessage> M message(JsonNode json, String field, Class<M> kind) {
        ChatMessage message = message(json, field);
        if (!kind.isInstance(message)) {
            throw new IllegalArgumentException("'" + field + "' has to be a " + kind.getSimpleName() + ", found "
                    + message.type());
        }
        return kind.cast(message);
    }

    static void texts(ObjectNode json, String field, List<String> texts) {
        var array = json.putArray(field);
        texts.forEach(array::add);
    }

    static List<String> texts(JsonNode json, String field) {
        List<String> texts = new ArrayList<>();
        json.required(field).forEach(element -> texts.add(element.asText()));
        return texts;
    }

    static void scopes(ObjectNode json, List<Scope> scopes) {
        texts(json, "scopes", scopes.stream().map(Scope::toString).toList());
    }

    static List<Scope> scopes(JsonNode json) {
        return texts(json, "scopes").stream().map(Scope::of).toList();
    }

    static void label(ObjectNode json, Label label) {
        json.put("confidentiality", label.confidentiality().name()).put("integrity", label.integrity().name());
    }

    static Label label(JsonNode json) {
        return new Label(
                Confidentiality.valueOf(text(json, "confidentiality")), Integrity.valueOf(text(json, "integrity")));
    }

    static void provenance(ObjectNode json, Provenance provenance) {
        var sources = json.putArray("sources");
        for (LabelSource source : provenance.sources()) {
            label(sources.addObject().put("name", source.name()), source.label());
        }
    }

    static Provenance provenance(JsonNode json) {
        List<LabelSource> sources = new ArrayList<>();
        json.required("sources").forEach(source -> sources.add(new LabelSource(text(source, "name"), label(source))));
        return new Provenance(sources);
    }

    static void call(ObjectNode json, ToolExecutionRequest call) {
        json.put("call", call.id()).put("tool", call.name()).put("arguments", call.arguments());
    }

    static ToolExecutionRequest call(JsonNode json) {
        return ToolExecutionRequest.builder()
                .id(text(json, "call"))
                .name(text(json, "tool"))
                .arguments(text(json, "arguments"))
                .build();
    }
}
