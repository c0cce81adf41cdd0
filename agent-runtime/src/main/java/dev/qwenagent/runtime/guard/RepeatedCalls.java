package dev.qwenagent.runtime.guard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.guard.AnswerNeed;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.guard.RunSoFar;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends the model back when it makes the same call again and again: the same tool with the same arguments, however they are
 * written, which brought the same outcome each time. Immutable.
 *
 * @param allowed how often one call may be made in a run, at least 1
 */
public record RepeatedCalls(int allowed) implements Guardrail {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What makes two calls the same. */
    private record Call(String tool, JsonNode arguments) {
        static Call of(ToolExecutionRequest request) {
            return new Call(request.name(), json(request.arguments()));
        }

        private static JsonNode json(String arguments) {
            try {
                return MAPPER.readTree(arguments);
            } catch (JsonProcessingException e) {
                return TextNode.valueOf(arguments);
            }
        }
    }

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public RepeatedCalls {
        if (allowed < 1) {
            throw new IllegalArgumentException("a call may be made at least once, found " + allowed);
        }
    }

    @Override
    public AnswerNeed answerNeed() {
        return AnswerNeed.NOTHING;
    }

    @Override
    public GuardVerdict<List<ToolExecutionRequest>> beforeAction(RunSoFar run, String thinking,
            List<ToolExecutionRequest> calls) {
        List<Call> proposed = new ArrayList<>();
        for (ToolExecutionRequest request : calls) {
            Call call = Call.of(request);
            long inThisTurn = proposed.stream().filter(call::equals).count();
            proposed.add(call);
            if (made(run, call) + inThisTurn >= allowed) {
                return GuardVerdict
                        .reconsider("You have called " + request.name() + " with the same arguments " + allowed
                                + (allowed == 1 ? " time" : " times")
                                + ", with the same outcome. Use what you have, do something"
                                + " else, or answer.");
            }
        }
        return GuardVerdict.pass();
    }

    /** How often the call was made, counted back as long as the outcome was the same. */
    private static int made(RunSoFar run, Call call) {
        List<AgentResult.Call> same = run.steps()
                .stream()
                .flatMap(step -> step.calls().stream())
                .filter(made -> Call.of(made.request()).equals(call))
                .toList()
                .reversed();
        int count = 0;
        while (count < same.size() && same.get(count).outcome().equals(same.getFirst().outcome())) {
            count++;
        }
        return count;
    }
}
