package dev.qwenagent.examples.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.event.AgentListener;
import dev.qwenagent.api.plan.ThinkingMode;
import dev.qwenagent.local.chat.CallFormat;
import dev.qwenagent.local.chat.Reply;
import dev.qwenagent.local.chat.ReplyEnd;
import dev.qwenagent.local.chat.ReplyReader;
import dev.qwenagent.local.chat.ReplyRules;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model did first.
 *
 * @param thinking its thought
 * @param text what it said
 * @param calls what it called
 */
public record FirstTurn(String thinking, String text, List<EvalCase.Expected.Call> calls) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Copies the calls. */
    public FirstTurn {
        calls = List.copyOf(calls);
    }

    /**
     * Whether another engine generated the same after the same prompt.
     *
     * @param completion what it generated after the opened thought, or without one; it may have been cut in its thought
     * @param mode whether the prompt opened a thought
     */
    boolean isAs(String completion, ThinkingMode mode) {
        if (completion.isEmpty()) {
            return false;
        }
        boolean insideThought = mode.equals(ThinkingMode.ON);
        ReplyReader reader = ReplyReader.ofReply(ReplyRules.of(CallFormat.JSON, List.of()), event -> {});
        reader.accept(insideThought ? "<think>\n" + completion : completion);
        if (reader.isInsideThought()) {
            return thinking.startsWith(completion.strip());
        }
        Reply reply = reader.finish(ReplyEnd.STOPPED);
        return equals(new FirstTurn(
                reply.thinking().strip(),
                reply.text().strip(),
                reply.calls().stream().map(call -> call(call.name(), call.arguments())).toList()));
    }

    /** Whether this is what was expected: one call with the same name and the same values, or the same text. */
    boolean is(EvalCase.Expected expected) {
        return switch (expected) {
            case EvalCase.Expected.Call call -> calls.equals(List.of(call));
            case EvalCase.Expected.Answer answer -> calls.isEmpty() && text.equals(answer.text());
        };
    }

    @Override
    public String toString() {
        return calls.isEmpty() ? text : String.join(" ", calls.stream().map(EvalCase.Expected.Call::toString).toList());
    }

    private static EvalCase.Expected.Call call(String name, String arguments) {
        return new EvalCase.Expected.Call(name, json(arguments));
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    /** Listens to a run for its first turn. Not thread-safe: one run. */
    static final class Ear implements AgentListener {

        private final StringBuilder thinking = new StringBuilder();
        private final StringBuilder text = new StringBuilder();
        private final List<EvalCase.Expected.Call> calls = new ArrayList<>();

        @Override
        public void onEvent(AgentEvent event) {
            switch (event) {
                case AgentEvent.Thought thought when thought.turn() == 1 -> thinking.append(thought.text());
                case AgentEvent.TextDelta delta when delta.turn() == 1 -> text.append(delta.text());
                case AgentEvent.ToolRequested asked when asked.turn() == 1 ->
                    calls.add(call(asked.call().name(), asked.call().arguments()));
                default -> {
                    // What comes later, or goes around it, is not the first step.
                }
            }
        }

        FirstTurn heard() {
            return new FirstTurn(thinking.toString().strip(), text.toString().strip(), calls);
        }
    }
}
