package dev.qwenagent.examples;

import dev.qwenagent.api.Agent;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.remote.Endpoint;
import dev.qwenagent.runtime.remote.QwenChatModel;
import dev.qwenagent.runtime.remote.QwenChatRequestParameters;
import dev.qwenagent.runtime.remote.ServerFamily;
import dev.qwenagent.tools.builtin.CalculatorTools;
import java.net.URI;

/** The shortest program on a model that a server runs; its name is all that differs from one in this process. */
public final class Remote {

    private Remote() {}

    // @start region=agent
    static AgentBuilder agent(String model) {
        return Agents.builder().model(model).tools(new CalculatorTools()).allow("calc.*");
    }

    /** Asks the model of this name, such as {@code qwen:qwen3-max}. */
    public static void main(String[] arguments) {
        try (Agent agent = agent(arguments[0]).build()) {
            IO.println(agent.run("What is 12.5% of 480?").text());
        }
    }
    // @end

    // @start region=model
    /** The same model with all its settings; it is a LangChain4j model too, and its maker closes it. */
    static QwenChatModel model(URI address) {
        return QwenChatModel.builder()
                .endpoint(new Endpoint(address, ServerFamily.VLLM))
                .modelName("Qwen/Qwen3-30B-A3B")
                .defaultRequestParameters(QwenChatRequestParameters.builder()
                        .thinkingBudget(2000)
                        .parallelToolCalls(true)
                        .temperature(0.6)
                        .build())
                .build();
    }
    // @end
}
