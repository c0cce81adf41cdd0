package dev.qwenagent.examples.cli;

import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.api.tool.Tool;
import dev.qwenagent.examples.cli.shell.Shell;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists an agent's tools with the scopes that they need. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "List the tools with their scopes.")
final class ToolsListCommand implements Runnable {

    @Mixin
    private AgentChoice choice = new AgentChoice();

    private final Shell shell;
    private final AgentCatalog catalog;
    private final ConfigDefaults defaults;

    ToolsListCommand(Shell shell, AgentCatalog catalog, ConfigDefaults defaults) {
        this.shell = shell;
        this.catalog = catalog;
        this.defaults = defaults;
    }

    @Override
    public void run() {
        for (Tool tool : choice.choose(shell, catalog, defaults.config()).builder().registry().tools()) {
            String description = tool.specification().description();
            shell.out()
                    .printf("%-14s %-15s %s%n", tool.specification().name(), scopes(tool),
                            description == null ? "" : description);
        }
    }

    /** The patterns of a tool's scopes, sorted. */
    static String scopes(Tool tool) {
        return tool.scopes().stream().map(ScopePattern::toString).sorted().collect(Collectors.joining(", "));
    }
}
