package dev.qwenagent.examples.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.Money;
import dev.qwenagent.api.RunCost;
import dev.qwenagent.api.TokensUsed;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.PermissionDecision;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ToolOutcome;
import java.util.List;
import java.util.Locale;

/**
 * Events as JSON objects. {@code type} comes first, then {@code run_id}; times are in milliseconds and end in {@code _ms}.
 *
 * <pre>
 * run_started        agent, task                    tool_announced      turn, tool
 * model_chosen       model, reason, passed_over     tool_requested      turn, call_id, tool, arguments
 * turn_started       turn                           permission_asked    turn, call_id, tool, arguments, scopes,
 * model_retried      turn, problem, pause_ms                            thinking, label, sources, rule
 * thought            turn, text                     permission_decided  turn, call_id, tool, scopes, granted, rule
 * thought_was_answer turn                           tool_progress       turn, call_id, tool, message
 * reconsidered       turn, reason                   tool_finished       turn, call_id, tool, outcome, text, rule, label,
 * guardrail_tripped  turn, guardrail, stage,                            duration_ms
 *                    measure, reason
 * text_delta         turn, text                     answered            text
 * label_raised       turn, source, label, conversation
 * declassified       conversation, source, label, who, reason           (between runs)
 * listener_detached  listener, problem
 * model_failed_over  turn, from, to, problem
 * run_ended          reason, turns, calls, input_tokens, output_tokens, thinking_tokens, total_tokens, duration_ms, problem,
 *                    models: model, input_tokens, output_tokens, thinking_tokens, charge (0.05 USD, free or unknown)
 * error              message, exit_code             (no run began)
 * </pre>
 *
 * <p>
 * {@code arguments} is the object that the model wrote, or a string if what it wrote is no JSON; {@code outcome} is
 * {@code success} or {@code failure} (with its {@code label}), or {@code denied} (with its {@code rule}); {@code label} has
 * {@code confidentiality} and {@code integrity}. What does not apply is left out.
 */
final class EventJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private EventJson() {}

    /** One line, without its end. */
    static String of(AgentEvent event) {
        return text(node(event));
    }

    /** One line for a failure that no run tells of. */
    static String error(String message, int exitCode) {
        return text(MAPPER.createObjectNode()
                .put("type", "error")
                .put("message", message)
                .put("exit_code", exitCode));
    }

    private static ObjectNode node(AgentEvent event) {
        return switch (event) {
            case AgentEvent.RunStarted e -> begin("run_started", e).put("agent", e.agent()).put("task", e.task());
            case AgentEvent.RunResumed e -> begin("run_resumed", e).put("agent", e.agent())
                    .put("task", e.task())
                    .put("worker", e.worker());
            case AgentEvent.RunSuspended e -> turn("run_suspended", e, e.turn()).put("reason", e.reason().name())
                    .put("waits_for", e.waitsFor());
            case AgentEvent.ModelChosen e ->
                begin("model_chosen", e).put("model", e.model())
                        .put("reason", e.reason())
                        .<ObjectNode>set("passed_over", names(e.passedOver()));
            case AgentEvent.ListenerDetached e ->
                begin("listener_detached", e).put("listener", e.listener()).put("problem", e.problem());
            case AgentEvent.TurnStarted e -> begin("turn_started", e).put("turn", e.turn());
            case AgentEvent.ModelRetried e -> turn("model_retried", e, e.turn()).put("problem", e.problem())
                    .put("pause_ms", e.pause().toMillis());
            case AgentEvent.ModelFailedOver e -> turn("model_failed_over", e, e.turn()).put("from", e.from())
                    .put("to", e.to())
                    .put("problem", e.problem());
            case AgentEvent.Thought e -> turn("thought", e, e.turn()).put("text", e.text());
            case AgentEvent.ThoughtWasAnswer e -> turn("thought_was_answer", e, e.turn());
            case AgentEvent.Reconsidered e -> turn("reconsidered", e, e.turn()).put("reason", e.reason());
            case AgentEvent.GuardrailTripped e -> turn("guardrail_tripped", e, e.turn())
                    .put("guardrail", e.decision().guardrail())
                    .put("stage", lower(e.decision().stage()))
                    .put("measure", lower(e.decision().measure()))
                    .put("reason", e.decision().reason());
            case AgentEvent.LabelRaised e -> turn("label_raised", e, e.turn()).put("source", e.source().name())
                    .<ObjectNode>set("label", label(e.source().label()))
                    .<ObjectNode>set("conversation", label(e.conversation()));
            case AgentEvent.Declassified e -> begin("declassified", e).put("conversation", e.conversation())
                    .put("source", e.decision().source())
                    .put("who", e.decision().who())
                    .put("reason", e.decision().reason())
                    .<ObjectNode>set("label", label(e.decision().label()));
            case AgentEvent.ToolAnnounced e -> turn("tool_announced", e, e.turn()).put("tool", e.tool());
            case AgentEvent.ToolRequested e -> call(turn("tool_requested", e, e.turn()), e.call())
                    .<ObjectNode>set("arguments", arguments(e.call().arguments()));
            case AgentEvent.PermissionAsked e -> asked(turn("permission_asked", e, e.turn()), e.request());
            case AgentEvent.PermissionDecided e -> decided(turn("permission_decided", e, e.turn()), e.decision());
            case AgentEvent.ToolProgress e ->
                call(turn("tool_progress", e, e.turn()), e.call()).put("message", e.message());
            case AgentEvent.ToolFinished e -> outcome(call(turn("tool_finished", e, e.turn()), e.call()), e.outcome())
                    .put("duration_ms", e.duration().toMillis());
            case AgentEvent.TextDelta e -> turn("text_delta", e, e.turn()).put("text", e.text());
            case AgentEvent.Answered e -> begin("answered", e).put("text", e.text());
            case AgentEvent.RunEnded e -> ended(begin("run_ended", e), e);
        };
    }

    private static ObjectNode begin(String type, AgentEvent event) {
        return MAPPER.createObjectNode().put("type", type).put("run_id", event.runId());
    }

    private static ObjectNode turn(String type, AgentEvent event, int turn) {
        return begin(type, event).put("turn", turn);
    }

    private static ObjectNode call(ObjectNode node, ToolExecutionRequest call) {
        return node.put("call_id", call.id()).put("tool", call.name());
    }

    private static ObjectNode asked(ObjectNode node, ApprovalRequest request) {
        node.put("call_id", request.callId()).put("tool", request.tool());
        node.set("arguments", arguments(request.arguments()));
        node.set("scopes", scopes(request.scopes()));
        node.put("thinking", request.thinking());
        node.set("label", label(request.label()));
        ArrayNode sources = node.putArray("sources");
        request.provenance()
                .sources()
                .forEach(source -> sources.addObject()
                        .put("name", source.name())
                        .set("label", label(source.label())));
        return node.put("rule", request.rule());
    }

    private static ObjectNode decided(ObjectNode node, PermissionDecision decision) {
        node.put("call_id", decision.callId()).put("tool", decision.tool());
        node.set("scopes", scopes(decision.scopes()));
        return node.put("granted", decision.granted()).put("rule", decision.rule());
    }

    private static ObjectNode outcome(ObjectNode node, ToolOutcome outcome) {
        switch (outcome) {
            case ToolOutcome.Success(String text, Label label) ->
                node.put("outcome", "success").put("text", text).set("label", label(label));
            case ToolOutcome.Failure failure -> node.put("outcome", "failure")
                    .put("text", failure.textForModel())
                    .set("label", label(failure.label()));
            case ToolOutcome.Denied denied ->
                node.put("outcome", "denied").put("text", denied.textForModel()).put("rule", denied.rule());
        }
        return node;
    }

    private static ArrayNode names(List<String> names) {
        ArrayNode array = MAPPER.createArrayNode();
        names.forEach(array::add);
        return array;
    }

    private static ObjectNode ended(ObjectNode node, AgentEvent.RunEnded ended) {
        RunCost cost = ended.cost();
        node.put("reason", lower(ended.reason()));
        node.put("turns", cost.turns());
        node.put("calls", cost.calls());
        tokens(node, cost.tokens());
        node.put("total_tokens", cost.tokens().totalTokenCount());
        ArrayNode models = node.putArray("models");
        for (RunCost.ModelCost model : cost.models()) {
            ObjectNode one = tokens(models.addObject().put("model", model.model()), model.tokens());
            switch (model.charge()) {
                case RunCost.Charge.Free() -> one.put("charge", "free");
                case RunCost.Charge.Paid(Money money) -> one.put("charge", money.toString());
                case RunCost.Charge.Unknown() -> one.put("charge", "unknown");
            }
        }
        node.put("duration_ms", cost.time().toMillis());
        if (ended.problem() != null) {
            node.put("problem", ended.problem());
        }
        return node;
    }

    private static ObjectNode tokens(ObjectNode node, TokensUsed tokens) {
        return node.put("input_tokens", tokens.inputTokenCount())
                .put("output_tokens", tokens.outputTokenCount())
                .put("thinking_tokens", tokens.thinkingTokens());
    }

    private static JsonNode arguments(String json) {
        try {
            JsonNode read = MAPPER.readTree(json);
            return read.isMissingNode() ? TextNode.valueOf(json) : read;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(json);
        }
    }

    private static ArrayNode scopes(List<Scope> scopes) {
        ArrayNode array = MAPPER.createArrayNode();
        scopes.forEach(scope -> array.add(scope.toString()));
        return array;
    }

    private static ObjectNode label(Label label) {
        return MAPPER.createObjectNode()
                .put("confidentiality", lower(label.confidentiality()))
                .put("integrity", lower(label.integrity()));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String text(ObjectNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event could not be written as JSON: " + node.path("type"), e);
        }
    }
}
