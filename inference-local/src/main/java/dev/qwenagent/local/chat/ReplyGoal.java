package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.json.JsonSchema;

/** What a reply must come to, once its thought is closed. */
public sealed interface ReplyGoal {

    /** Whatever the model says. */
    record Anything() implements ReplyGoal {}

    /** At least one call of a tool. */
    record Call() implements ReplyGoal {}

    /** JSON of a schema; or a call, where there are tools. */
    record Document(JsonNode schema) implements ReplyGoal {}

    /** What a response format asks for: JSON of its schema, or any object if it has none. */
    static ReplyGoal of(ResponseFormat format) {
        return switch (format.type()) {
            case TEXT -> new Anything();
            case JSON -> {
                JsonSchema schema = format.jsonSchema();
                yield new Document(schema == null ? JsonNodeFactory.instance.objectNode().put("type", "object")
                        : ToolJson.schema(schema.rootElement()));
            }
        };
    }
}
