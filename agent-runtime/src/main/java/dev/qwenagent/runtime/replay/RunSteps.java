package dev.qwenagent.runtime.replay;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RequestDigest;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.runtime.replay.RunStep.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The entries of a run as steps, in the order in which they were written. Not thread-safe. */
final class RunSteps {

    private final List<RunStep> steps = new ArrayList<>();
    private final Map<Integer, TokenUsage> usage = new TreeMap<>();
    /** Where in the model's order the calls of the turn are, since those that ran together end in any order. */
    private final Map<String, Integer> positions = new HashMap<>();
    private int turn;

    private RunSteps() {}

    /** The steps of a run. */
    static List<RunStep> of(List<JournalEntry> entries) {
        var all = new RunSteps();
        entries.forEach(all::add);
        all.usage.forEach((turn, used) -> all.steps.add(new RunStep(turn, Kind.USAGE, "",
                used.inputTokenCount() + " + " + used.outputTokenCount() + " tokens")));
        return all.steps;
    }

    private void step(Kind kind, String name, String text) {
        steps.add(new RunStep(turn, kind, name, text));
    }

    private void add(JournalEntry entry) {
        switch (entry) {
            case JournalEntry.RunBegan began -> began(began);
            case JournalEntry.TurnBegan began -> {
                turn = began.turn();
                positions.clear();
            }
            case JournalEntry.ModelChosen chosen -> step(Kind.MODEL, chosen.model(), chosen.reason());
            case JournalEntry.ModelAsked asked -> step(Kind.REQUEST, asked.model(), text(asked.request()));
            case JournalEntry.ModelReplied replied -> {
                said(replied.message());
                used(replied.usage());
            }
            case JournalEntry.ModelCut cut -> {
                step(Kind.CUT, "", texts(cut.message()));
                used(cut.usage());
            }
            case JournalEntry.ModelFailed failed -> step(Kind.FAILURE, failed.kind().name(), failed.problem()
                    + (failed.pause() == null ? ", given up" : ", again after " + failed.pause().toMillis() + " ms"));
            case JournalEntry.MessageAdded added -> message(added.message());
            case JournalEntry.GuardrailTripped tripped -> step(Kind.GUARDRAIL, tripped.decision().guardrail(),
                    tripped.decision().stage() + " " + tripped.decision().measure() + ": "
                            + tripped.decision().reason());
            case JournalEntry.ApprovalAsked asked -> step(Kind.QUESTION, asked.request().tool(),
                    asked.request().arguments() + " for " + asked.request().scopes() + " (" + asked.request().rule()
                            + ")");
            case JournalEntry.ApprovalAnswered answered ->
                step(Kind.ANSWERED, answered.about().tool(), text(answered.answer()));
            case JournalEntry.CallJudged judged -> step(Kind.JUDGEMENT, judged.decision().tool(),
                    (judged.decision().granted() ? "allowed " : "denied ") + judged.decision().scopes() + " ("
                            + judged.decision().rule() + ")");
            case JournalEntry.CallBegan began ->
                step(Kind.MADE, began.place().toString(), text(began.call()));
            case JournalEntry.CallEnded ended -> step(Kind.OUTCOME, ended.place().toString(), text(ended.outcome()));
            case JournalEntry.OutcomeSettled settled ->
                step(Kind.SETTLED, settled.place().toString(), settled.resolution().name());
            case JournalEntry.RunEnded ended -> step(Kind.END, ended.reason().name(),
                    ended.problem() == null ? ended.text() : ended.text() + "(" + ended.problem() + ")");
            case JournalEntry.RunResumed _,JournalEntry.RunSuspended _,JournalEntry.Declassified _ -> {
                // Which process did it is no part of what was done.
            }
        }
    }

    private void began(JournalEntry.RunBegan began) {
        step(Kind.TASK, began.agent(), text(began.task().message()));
        began.setting().history().forEach(this::message);
    }

    private void message(ChatMessage message) {
        step(Kind.MESSAGE, message.type().name(), ChatMessageSerializer.messageToJson(message));
    }

    private void said(AiMessage message) {
        if (message.thinking() != null && !message.thinking().isBlank()) {
            step(Kind.THOUGHT, "", message.thinking().strip());
        }
        if (message.text() != null && !message.text().isBlank()) {
            step(Kind.TEXT, "", message.text().strip());
        }
        for (ToolExecutionRequest call : message.toolExecutionRequests()) {
            positions.put(String.valueOf(call.id()), positions.size() + 1);
            step(Kind.CALL, turn + "." + positions.size(), text(call));
        }
    }

    private void used(TokenUsage more) {
        usage.merge(turn, more, TokenUsage::add);
    }

    private static String texts(AiMessage message) {
        return (message.thinking() == null ? "" : "thought: " + message.thinking() + " ")
                + (message.text() == null ? "" : "text: " + message.text());
    }

    private static String text(RequestDigest request) {
        return request.messages() + " messages " + request.messagesHash() + ", tools " + request.toolsHash()
                + ", settings " + request.settingsHash();
    }

    private static String text(ToolExecutionRequest call) {
        return call.name() + " " + call.arguments();
    }

    private static String text(Approval answer) {
        return switch (answer) {
            case Approval.No _ -> "no";
            case Approval.Later _ -> "later";
            case Approval.Yes yes -> "yes, " + switch (yes.extent()) {
                case ONCE -> "once";
                case FOR_RUN -> "for this run";
                case AS_RULE -> "as a rule";
            };
        };
    }

    private static String text(ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Success success -> success.text() + text(success.label());
            case ToolOutcome.Failure failure -> "error: " + failure.message() + text(failure.label());
            case ToolOutcome.Denied denied -> "Denied: " + denied.reason() + " (" + denied.rule() + ")";
        };
    }

    private static String text(Label label) {
        return label.equals(Label.PLAIN) ? "" : " (" + label.words() + ")";
    }

    static String text(UserMessage message) {
        return message.contents().stream().map(RunSteps::text).collect(Collectors.joining(" "));
    }

    private static String text(Content content) {
        return content instanceof TextContent text ? text.text()
                : "(" + content.type().name().toLowerCase(Locale.ROOT) + ")";
    }
}
