package dev.qwenagent.runtime.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.guard.GuardDecision;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.label.Declassification;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.api.label.Label.Integrity;
import dev.qwenagent.api.tool.PermissionDecision;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ToolOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Journal entries as JSON objects of one line, and back. */
final class JournalJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JournalJson() {}

    static String write(JournalEntry entry) throws JsonProcessingException {
        ObjectNode json = MAPPER.createObjectNode();
        switch (entry) {
            case JournalEntry.RunBegan began -> json.put("entry", "run_began")
                    .put("agent", began.agent())
                    .put("model", began.model())
                    .put("conversation", began.conversation());
            case JournalEntry.ModelChosen chosen -> json.put("entry", "model_chosen")
                    .put("model", chosen.model())
                    .put("reason", chosen.reason());
            case JournalEntry.Declassified said -> label(json.put("entry", "declassified")
                    .put("conversation", said.conversation())
                    .put("source", said.decision().source())
                    .put("who", said.decision().who())
                    .put("reason", said.decision().reason()), said.decision().label());
            case JournalEntry.MessageAdded added -> json.put("entry", "message")
                    .set("message", MAPPER.readTree(ChatMessageSerializer.messageToJson(added.message())));
            case JournalEntry.GuardrailTripped tripped -> json.put("entry", "guardrail_tripped")
                    .put("turn", tripped.turn())
                    .put("guardrail", tripped.decision().guardrail())
                    .put("stage", tripped.decision().stage().name())
                    .put("measure", tripped.decision().measure().name())
                    .put("reason", tripped.decision().reason());
            case JournalEntry.CallJudged judged -> decision(json.put("entry", "call_judged"), judged.decision());
            case JournalEntry.CallBegan began -> json.put("entry", "call_began")
                    .put("call", began.call().id())
                    .put("tool", began.call().name())
                    .put("arguments", began.call().arguments());
            case JournalEntry.CallEnded ended -> outcome(
                    json.put("entry", "call_ended").put("call", ended.callId()), ended.outcome());
            case JournalEntry.RunEnded ended -> json.put("entry", "run_ended")
                    .put("reason", ended.reason().name())
                    .put("problem", ended.problem());
        }
        json.put("run", entry.runId()).put("at", entry.at().toString());
        return MAPPER.writeValueAsString(json);
    }

    static JournalEntry read(String line) throws JsonProcessingException {
        JsonNode json = MAPPER.readTree(line);
        String run = text(json, "run");
        Instant at = Instant.parse(text(json, "at"));
        String kind = text(json, "entry");
        return switch (kind) {
            case "run_began" -> new JournalEntry.RunBegan(
                    run, at, text(json, "agent"), text(json, "model"), orNull(json, "conversation"));
            case "model_chosen" ->
                new JournalEntry.ModelChosen(run, at, text(json, "model"), text(json, "reason"));
            case "declassified" -> new JournalEntry.Declassified(run, at, text(json, "conversation"),
                    new Declassification(text(json, "source"), label(json), text(json, "who"), text(json, "reason")));
            case "message" -> new JournalEntry.MessageAdded(
                    run, at, ChatMessageDeserializer.messageFromJson(json.required("message").toString()));
            case "guardrail_tripped" -> new JournalEntry.GuardrailTripped(run, at, json.required("turn").asInt(),
                    new GuardDecision(text(json, "guardrail"), GuardDecision.Stage.valueOf(text(json, "stage")),
                            GuardDecision.Measure.valueOf(text(json, "measure")), text(json, "reason")));
            case "call_judged" -> new JournalEntry.CallJudged(run, at, decision(json));
            case "call_began" -> new JournalEntry.CallBegan(run, at, ToolExecutionRequest.builder()
                    .id(text(json, "call"))
                    .name(text(json, "tool"))
                    .arguments(text(json, "arguments"))
                    .build());
            case "call_ended" -> new JournalEntry.CallEnded(run, at, text(json, "call"), outcome(json));
            case "run_ended" -> new JournalEntry.RunEnded(
                    run, at, StopReason.valueOf(text(json, "reason")), orNull(json, "problem"));
            default -> throw new IllegalArgumentException("an entry of the unknown kind '" + kind + "'");
        };
    }

    private static void decision(ObjectNode json, PermissionDecision decision) {
        json.put("call", decision.callId())
                .put("tool", decision.tool())
                .put("granted", decision.granted())
                .put("rule", decision.rule());
        var scopes = json.putArray("scopes");
        decision.scopes().forEach(scope -> scopes.add(scope.toString()));
    }

    private static PermissionDecision decision(JsonNode json) {
        List<Scope> scopes = new ArrayList<>();
        json.required("scopes").forEach(scope -> scopes.add(Scope.of(scope.asText())));
        return new PermissionDecision(
                text(json, "call"), text(json, "tool"), scopes, json.required("granted").asBoolean(),
                text(json, "rule"));
    }

    private static void outcome(ObjectNode json, ToolOutcome outcome) {
        switch (outcome) {
            case ToolOutcome.Success(String text, Label label) ->
                label(json.put("outcome", "success").put("text", text), label);
            case ToolOutcome.Failure(String message, Label label) ->
                label(json.put("outcome", "failure").put("text", message), label);
            case ToolOutcome.Denied(String reason, String rule) -> json.put("outcome", "denied")
                    .put("text", reason)
                    .put("rule", rule);
        }
    }

    private static ToolOutcome outcome(JsonNode json) {
        String kind = text(json, "outcome");
        return switch (kind) {
            case "success" -> new ToolOutcome.Success(text(json, "text"), label(json));
            case "failure" -> new ToolOutcome.Failure(text(json, "text"), label(json));
            case "denied" -> new ToolOutcome.Denied(text(json, "text"), text(json, "rule"));
            default -> throw new IllegalArgumentException("an outcome of the unknown kind '" + kind + "'");
        };
    }

    private static void label(ObjectNode json, Label label) {
        json.put("confidentiality", label.confidentiality().name()).put("integrity", label.integrity().name());
    }

    private static Label label(JsonNode json) {
        return new Label(
                Confidentiality.valueOf(text(json, "confidentiality")), Integrity.valueOf(text(json, "integrity")));
    }

    private static String text(JsonNode json, String field) {
        return json.required(field).asText();
    }

    private static @Nullable String orNull(JsonNode json, String field) {
        return json.path(field).isTextual() ? json.path(field).asText() : null;
    }
}
