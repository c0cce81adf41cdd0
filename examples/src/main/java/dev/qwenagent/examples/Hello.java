package dev.qwenagent.examples;

import dev.qwenagent.api.Agent;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.tools.builtin.CalculatorTools;

/** The shortest program: one tool, the permission to use it, a question. */
public final class Hello {

    private Hello() {}

    // @start region=agent
    static AgentBuilder agent() {
        return Agents.builder().tools(new CalculatorTools()).allow("calc.*");
    }

    /** Asks, and prints the answer. */
    public static void main(String[] arguments) {
        try (Agent agent = agent().build()) {
            IO.println(agent.run("What is 12.5% of 480?").text());
        }
    }
    // @end
}
