package dev.qwenagent.examples;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.guard.AnswerNeed;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.tools.builtin.CalculatorTools;
import java.util.List;

/** A guardrail of one's own: it reads the thought before the call is made, and can send the model back. */
public final class OwnGuardrail {

    private OwnGuardrail() {}

    // @start region=guardrail
    /** Does not let the model calculate while it thinks of money. */
    record NoMoney() implements Guardrail {
        @Override
        public GuardVerdict<List<ToolExecutionRequest>> beforeAction(RunSoFar run, String thought,
                List<ToolExecutionRequest> calls) {
            return thought.contains("money") ? GuardVerdict.reconsider("Leave money alone.") : GuardVerdict.pass();
        }

        @Override
        public AnswerNeed answerNeed() {
            return AnswerNeed.NOTHING;
        }
    }
    // @end

    // @start region=agent
    static AgentBuilder agent() {
        return Agents.builder().tools(new CalculatorTools()).allow("calc.*").guardrail(new NoMoney());
    }

    /** Asks, and prints the answer. */
    public static void main(String[] arguments) {
        try (Agent agent = agent().build()) {
            IO.println(agent.run("What is 12.5% of 480?").text());
        }
    }
    // @end
}
