package dev.qwenagent.runtime.journal;

import static dev.qwenagent.runtime.journal.JsonFields.call;
import static dev.qwenagent.runtime.journal.JsonFields.label;
import static dev.qwenagent.runtime.journal.JsonFields.provenance;
import static dev.qwenagent.runtime.journal.JsonFields.scopes;
import static dev.qwenagent.runtime.journal.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.ApprovedCall;
import dev.qwenagent.api.tool.PermissionDecision;
import dev.qwenagent.api.tool.ToolOutcome;
import java.time.Instant;

/** What is written down of calls: what was asked and judged, that they began, and what came of them. */
final class CallJson {

    private CallJson() {}

    static void asked(ObjectNode json, ApprovalRequest request) {
        approved(json.putObject("about"), request.call());
        json.put("arguments", request.arguments()).put("thinking", request.thinking());
        provenance(json, request.provenance());
        json.put("rule", request.rule()).put("expires", request.expires().toString());
    }

    static ApprovalRequest asked(JsonNode json) {
        return new ApprovalRequest(approved(json.required("about")), text(json, "arguments"), text(json, "thinking"),
                provenance(json), text(json, "rule"), Instant.parse(text(json, "expires")));
    }

    static void answered(ObjectNode json, JournalEntry.ApprovalAnswered answered) {
        approved(json.putObject("about"), answered.about());
        json.put("who", answered.who());
        switch (answered.answer()) {
            case Approval.No() -> json.put("answer", "no");
            case Approval.Later() -> json.put("answer", "later");
            case Approval.Yes(ApprovedCall call, Instant expires, Approval.Extent extent) -> {
                json.put("answer", "yes").put("expires", expires.toString()).put("extent", extent.name());
                approved(json.putObject("call"), call);
            }
        }
    }

    static JournalEntry answered(String run, Instant at, JsonNode json) {
        String said = text(json, "answer");
        Approval answer = switch (said) {
            case "no" -> Approval.NO;
            case "later" -> Approval.LATER;
            case "yes" -> new Approval.Yes(approved(json.required("call")), Instant.parse(text(json, "expires")),
                    Approval.Extent.valueOf(text(json, "extent")));
            default -> throw new IllegalArgumentException("an answer of the unknown kind '" + said + "'");
        };
        return new JournalEntry.ApprovalAnswered(run, at, approved(json.required("about")), answer, text(json, "who"));
    }

    private static void approved(ObjectNode json, ApprovedCall call) {
        json.put("run", call.runId())
                .put("question", call.question())
                .put("turn", call.turn())
                .put("call", call.callId())
                .put("tool", call.tool())
                .put("version", call.toolVersion())
                .put("argumentsHash", call.argumentsHash());
        scopes(json, call.scopes());
    }

    private static ApprovedCall approved(JsonNode json) {
        return new ApprovedCall(text(json, "run"), json.required("question").asInt(), json.required("turn").asInt(),
                text(json, "call"), text(json, "tool"), text(json, "version"), text(json, "argumentsHash"),
                scopes(json));
    }

    static void decision(ObjectNode json, PermissionDecision decision) {
        json.put("call", decision.callId())
                .put("tool", decision.tool())
                .put("granted", decision.granted())
                .put("rule", decision.rule());
        scopes(json, decision.scopes());
    }

    static PermissionDecision decision(JsonNode json) {
        return new PermissionDecision(text(json, "call"), text(json, "tool"), scopes(json),
                json.required("granted").asBoolean(), text(json, "rule"));
    }

    static void began(ObjectNode json, JournalEntry.CallBegan began) {
        call(json.put("place", began.place().toString()), began.call());
    }

    static JournalEntry began(String run, Instant at, JsonNode json) {
        return new JournalEntry.CallBegan(run, at, place(json), call(json));
    }

    static void ended(ObjectNode json, JournalEntry.CallEnded ended) {
        json.put("place", ended.place().toString()).put("source", ended.source());
        switch (ended.outcome()) {
            case ToolOutcome.Success(String text, Label label) ->
                label(json.put("outcome", "success").put("text", text), label);
            case ToolOutcome.Failure(String message, Label label) ->
                label(json.put("outcome", "failure").put("text", message), label);
            case ToolOutcome.Denied(String reason, String rule) -> json.put("outcome", "denied")
                    .put("text", reason)
                    .put("rule", rule);
        }
    }

    static JournalEntry ended(String run, Instant at, JsonNode json) {
        return new JournalEntry.CallEnded(run, at, place(json), outcome(json), text(json, "source"));
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

    static CallPlace place(JsonNode json) {
        return CallPlace.of(text(json, "place"));
    }
}
