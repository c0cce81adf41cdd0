package dev.qwenagent.runtime;

import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.label.Labelled;
import dev.qwenagent.runtime.loop.AnswerCheck;
import dev.qwenagent.tools.binding.BindingException;
import dev.qwenagent.tools.binding.TypedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks for an answer in JSON and reads it into a type; what does not fit is sent back with the path of what is wrong.
 * Immutable: an answer that was seen and did not stand leaves nothing behind.
 */
final class TypedAnswer<T> implements AnswerCheck {

    private static final Pattern FENCED = Pattern.compile("\\A\\s*```(?:json)?\\s*\\n(.*)\\n\\s*```\\s*\\z",
            Pattern.DOTALL);

    private final Class<T> type;
    private final TypedJson<T> json;

    TypedAnswer(Class<T> type) {
        this.type = type;
        this.json = TypedJson.of(type);
    }

    /** The task with what is expected of its answer. */
    UserMessage asked(UserMessage task) {
        List<Content> contents = new ArrayList<>(task.contents());
        contents.add(TextContent
                .from("Answer with one JSON value of this JSON Schema and nothing else:\n" + json.schemaJson()));
        return task.toBuilder().contents(contents).build();
    }

    @Override
    public Optional<String> problem(String answer) {
        try {
            value(answer);
            return Optional.empty();
        } catch (BindingException e) {
            return Optional.of(
                    "Your answer is not the JSON that was asked for: " + e.getMessage() + ". Answer again.");
        }
    }

    @Override
    public Optional<ResponseFormat> format() {
        JsonSchema schema = JsonSchema.builder()
                .name("answer")
                .rootElement(JsonRawSchema.from(json.schemaJson()))
                .build();
        return Optional.of(ResponseFormat.builder().type(ResponseFormatType.JSON).jsonSchema(schema).build());
    }

    /**
     * What an answer says.
     *
     * @throws BindingException if it is not the JSON that was asked for
     */
    T value(String answer) {
        Matcher fenced = FENCED.matcher(answer);
        return json.read(fenced.matches() ? fenced.group(1) : answer);
    }

    /**
     * What the answer of a run says, with the label of all that led to it.
     *
     * @throws AgentException if the run stopped without one
     */
    Labelled<T> labelled(AgentResult result) {
        return switch (result.stopReason()) {
            case ANSWERED -> new Labelled<>(value(result.text()), result.provenance().label());
            case TURN_LIMIT, TIME_LIMIT, TOKEN_LIMIT, THINKING_LIMIT, CALL_LIMIT, MONEY_LIMIT, BLOCKED, NOT_CLEARED,
                    SUSPENDED, OUTCOME_UNKNOWN, CANCELLED, FAILED ->
                throw new AgentException("the run " + result.runId() + " stopped without an answer that is a "
                        + type.getSimpleName() + ": " + result.stopReason());
        };
    }
}
