package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.shell.UsageException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The agents that the command line offers.
 *
 * @param agents in the order of their listing; the first is the default
 */
public record AgentCatalog(List<ExampleAgent> agents) {

    /** Copies the agents. */
    public AgentCatalog {
        agents = List.copyOf(agents);
    }

    ExampleAgent find(String name) {
        return agents.stream()
                .filter(agent -> agent.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("--agent: expected one of "
                        + agents.stream().map(ExampleAgent::name).collect(Collectors.joining(", "))
                        + "; found '" + name + "'"));
    }
}
