package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.shell.Shell;
import picocli.CommandLine.Command;

/** Lists the agents. */
@Command(name = "agents", mixinStandardHelpOptions = true, description = "List the agents; the first is the default.")
final class AgentsCommand implements Runnable {

    private final Shell shell;
    private final AgentCatalog catalog;

    AgentsCommand(Shell shell, AgentCatalog catalog) {
        this.shell = shell;
        this.catalog = catalog;
    }

    @Override
    public void run() {
        catalog.agents().forEach(agent -> shell.out().printf("%-12s %s%n", agent.name(), agent.description()));
    }
}
