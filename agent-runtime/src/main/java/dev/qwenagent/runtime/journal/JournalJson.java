package dev.qwenagent.runtime.journal;

import static dev.qwenagent.runtime.journal.JsonFields.MAPPER;
import static dev.qwenagent.runtime.journal.JsonFields.label;
import static dev.qwenagent.runtime.journal.JsonFields.message;
import static dev.qwenagent.runtime.journal.JsonFields.orNull;
import static dev.qwenagent.runtime.journal.JsonFields.provenance;
import static dev.qwenagent.runtime.journal.JsonFields.text;
import static dev.qwenagent.runtime.journal.JsonFields.texts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.guard.GuardDecision;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.JournalEntry.OutcomeSettled;
import dev.qwenagent.api.label.Declassification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Journal entries as JSON objects of one line, and back. */
final class JournalJson {

    private JournalJson() {}

    static ObjectNode tree(JournalEntry entry) throws JsonProcessingException {
        ObjectNode json = MAPPER.createObjectNode();
        switch (entry) {
            case JournalEntry.RunBegan began -> began(json.put("entry", "run_began"), began);
            case JournalEntry.RunResumed resumed -> json.put("entry", "run_resumed").put("worker", resumed.worker());
            case JournalEntry.RunSuspended suspended -> json.put("entry", "run_suspended")
                    .put("stop", suspended.stop().name())
                    .put("reason", suspended.reason());
            case JournalEntry.RunEnded ended -> json.put("entry", "run_ended")
                    .put("stop", ended.reason().name())
                    .put("text", ended.text())
                    .put("problem", ended.problem());
            case JournalEntry.Declassified said -> label(json.put("entry", "declassified")
                    .put("conversation", said.conversation())
                    .put("source", said.decision().source())
                    .put("who", said.decision().who())
                    .put("reason", said.decision().reason()), said.decision().label());
            case JournalEntry.ModelChosen chosen -> json.put("entry", "model_chosen")
                    .put("model", chosen.model())
                    .put("reason", chosen.reason());
            case JournalEntry.TurnBegan began -> json.put("entry", "turn_began").put("turn", began.turn());
            case JournalEntry.ModelAsked asked -> ModelJson.asked(json.put("entry", "model_asked"), asked);
            case JournalEntry.ModelReplied replied -> ModelJson.replied(json.put("entry", "model_replied"), replied);
            case JournalEntry.ModelCut cut -> ModelJson.cut(json.put("entry", "model_cut"), cut);
            case JournalEntry.ModelFailed failed -> ModelJson.failed(json.put("entry", "model_failed"), failed);
            case JournalEntry.MessageAdded added ->
                message(json.put("entry", "message"), "message", added.message());
            case JournalEntry.GuardrailTripped tripped -> json.put("entry", "guardrail_tripped")
                    .put("turn", tripped.turn())
                    .put("guardrail", tripped.decision().guardrail())
                    .put("stage", tripped.decision().stage().name())
                    .put("measure", tripped.decision().measure().name())
                    .put("reason", tripped.decision().reason());
            case JournalEntry.ApprovalAsked asked -> CallJson.asked(json.put("entry", "approval_asked"),
                    asked.request());
            case JournalEntry.ApprovalAnswered answered -> CallJson.answered(json.put("entry", "approval_answered"),
                    answered);
            case JournalEntry.CallJudged judged -> CallJson.decision(json.put("entry", "call_judged"),
                    judged.decision());
            case JournalEntry.CallBegan began -> CallJson.began(json.put("entry", "call_began"), began);
            case JournalEntry.CallEnded ended -> CallJson.ended(json.put("entry", "call_ended"), ended);
            case OutcomeSettled settled -> json.put("entry", "outcome_settled")
                    .put("place", settled.place().toString())
                    .put("resolution", settled.resolution().name())
                    .put("who", settled.who());
        }
        return json.put("run", entry.runId()).put("at", entry.at().toString());
    }

    static JournalEntry read(String line) throws JsonProcessingException {
        JsonNode json = MAPPER.readTree(line);
        String run = text(json, "run");
        Instant at = Instant.parse(text(json, "at"));
        String kind = text(json, "entry");
        return switch (kind) {
            case "run_began" -> began(run, at, json);
            case "run_resumed" -> new JournalEntry.RunResumed(run, at, text(json, "worker"));
            case "run_suspended" -> new JournalEntry.RunSuspended(run, at, StopReason.valueOf(text(json, "stop")),
                    text(json, "reason"));
            case "run_ended" -> new JournalEntry.RunEnded(
                    run, at, StopReason.valueOf(text(json, "stop")), text(json, "text"), orNull(json, "problem"));
            case "declassified" -> new JournalEntry.Declassified(run, at, text(json, "conversation"),
                    new Declassification(text(json, "source"), label(json), text(json, "who"), text(json, "reason")));
            case "model_chosen" ->
                new JournalEntry.ModelChosen(run, at, text(json, "model"), text(json, "reason"));
            case "turn_began" -> new JournalEntry.TurnBegan(run, at, json.required("turn").asInt());
            case "model_asked" -> ModelJson.asked(run, at, json);
            case "model_replied" -> ModelJson.replied(run, at, json);
            case "model_cut" -> ModelJson.cut(run, at, json);
            case "model_failed" -> ModelJson.failed(run, at, json);
            case "message" -> new JournalEntry.MessageAdded(run, at, message(json, "message"));
            case "guardrail_tripped" -> new JournalEntry.GuardrailTripped(run, at, json.required("turn").asInt(),
                    new GuardDecision(text(json, "guardrail"), GuardDecision.Stage.valueOf(text(json, "stage")),
                            GuardDecision.Measure.valueOf(text(json, "measure")), text(json, "reason")));
            case "approval_asked" -> new JournalEntry.ApprovalAsked(run, at, CallJson.asked(json));
            case "approval_answered" -> CallJson.answered(run, at, json);
            case "call_judged" -> new JournalEntry.CallJudged(run, at, CallJson.decision(json));
            case "call_began" -> CallJson.began(run, at, json);
            case "call_ended" -> CallJson.ended(run, at, json);
            case "outcome_settled" -> new OutcomeSettled(run, at, CallJson.place(json),
                    OutcomeSettled.Resolution.valueOf(text(json, "resolution")), text(json, "who"));
            default -> throw new IllegalArgumentException("an entry of the unknown kind '" + kind + "'");
        };
    }

    private static void began(ObjectNode json, JournalEntry.RunBegan began) throws JsonProcessingException {
        json.put("agent", began.agent())
                .put("model", began.model())
                .put("conversation", began.setting().conversation());
        message(json, "task", began.task().message());
        provenance(json, began.task().provenance());
        var history = json.putArray("history");
        for (ChatMessage message : began.setting().history()) {
            message(history.addObject(), "message", message);
        }
        texts(json, "origin", began.setting().origin());
    }

    private static JournalEntry began(String run, Instant at, JsonNode json) {
        List<ChatMessage> history = new ArrayList<>();
        json.required("history").forEach(message -> history.add(message(message, "message")));
        return new JournalEntry.RunBegan(run, at, text(json, "agent"), text(json, "model"),
                new JournalEntry.AgentAsked(message(json, "task", UserMessage.class), provenance(json)),
                new JournalEntry.Setting(orNull(json, "conversation"), history, texts(json, "origin")));
    }
}
