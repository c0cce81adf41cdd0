package dev.qwenagent.runtime.journal;

import static dev.qwenagent.runtime.journal.JsonFields.message;
import static dev.qwenagent.runtime.journal.JsonFields.orNull;
import static dev.qwenagent.runtime.journal.JsonFields.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.TokensUsed;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RequestDigest;
import java.time.Duration;
import java.time.Instant;

/** What is written down of requests to models. */
final class ModelJson {

    private ModelJson() {}

    static void asked(ObjectNode json, JournalEntry.ModelAsked asked) {
        RequestDigest request = asked.request();
        json.put("turn", asked.turn())
                .put("model", asked.model())
                .put("messages", request.messages())
                .put("messagesHash", request.messagesHash())
                .put("toolsHash", request.toolsHash())
                .put("settingsHash", request.settingsHash());
    }

    static JournalEntry asked(String run, Instant at, JsonNode json) {
        return new JournalEntry.ModelAsked(run, at, turn(json), text(json, "model"),
                new RequestDigest(json.required("messages").asInt(), text(json, "messagesHash"),
                        text(json, "toolsHash"), text(json, "settingsHash")));
    }

    static void replied(ObjectNode json, JournalEntry.ModelReplied replied) throws JsonProcessingException {
        message(json.put("turn", replied.turn()), "message", replied.message());
        usage(json.put("finish", replied.finish().name()), replied.usage());
    }

    static JournalEntry replied(String run, Instant at, JsonNode json) {
        return new JournalEntry.ModelReplied(run, at, turn(json), message(json, "message", AiMessage.class),
                FinishReason.valueOf(text(json, "finish")), usage(json));
    }

    static void cut(ObjectNode json, JournalEntry.ModelCut cut) throws JsonProcessingException {
        message(json.put("turn", cut.turn()), "message", cut.message());
        usage(json, cut.usage());
    }

    static JournalEntry cut(String run, Instant at, JsonNode json) {
        return new JournalEntry.ModelCut(run, at, turn(json), message(json, "message", AiMessage.class), usage(json));
    }

    static void failed(ObjectNode json, JournalEntry.ModelFailed failed) {
        Duration pause = failed.pause();
        json.put("turn", failed.turn())
                .put("problem", failed.problem())
                .put("kind", failed.kind().name())
                .put("pause", pause == null ? null : pause.toString());
    }

    static JournalEntry failed(String run, Instant at, JsonNode json) {
        String pause = orNull(json, "pause");
        return new JournalEntry.ModelFailed(run, at, turn(json), text(json, "problem"),
                JournalEntry.ModelFailed.Kind.valueOf(text(json, "kind")),
                pause == null ? null : Duration.parse(pause));
    }

    private static int turn(JsonNode json) {
        return json.required("turn").asInt();
    }

    private static void usage(ObjectNode json, TokenUsage usage) {
        TokensUsed used = TokensUsed.of(usage);
        json.put("inputTokens", used.inputTokenCount()).put("outputTokens", used.outputTokenCount());
        putUnlessNone(json, "thinkingTokens", used.thinkingTokens());
        putUnlessNone(json, "cachedTokens", used.cachedTokens());
        putUnlessNone(json, "cacheWriteTokens", used.cacheWriteTokens());
    }

    private static void putUnlessNone(ObjectNode json, String field, int tokens) {
        if (tokens != 0) {
            json.put(field, tokens);
        }
    }

    private static TokensUsed usage(JsonNode json) {
        return new TokensUsed(json.required("inputTokens").asInt(), json.required("outputTokens").asInt(),
                json.path("thinkingTokens").asInt(), json.path("cachedTokens").asInt(),
                json.path("cacheWriteTokens").asInt());
    }
}
