package dev.qwenagent.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.qwenagent.api.tool.Tool;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.tools.ToolRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one tool as the model is told of it. */
@Command(name = "show", mixinStandardHelpOptions = true, description = "Show a tool: its scopes and its schema.")
final class ToolsShowCommand implements Runnable {

    @Parameters(paramLabel = "NAME", description = "The tool")
    private String name = "";

    @Mixin
    private AgentChoice choice = new AgentChoice();

    private final Shell shell;
    private final AgentCatalog catalog;
    private final ConfigDefaults defaults;

    ToolsShowCommand(Shell shell, AgentCatalog catalog, ConfigDefaults defaults) {
        this.shell = shell;
        this.catalog = catalog;
        this.defaults = defaults;
    }

    @Override
    public void run() {
        ToolRegistry tools = choice.choose(shell, catalog, defaults.config()).builder().registry();
        Tool tool = tools.find(name)
                .orElseThrow(() -> new UsageException(
                        "expected one of the tools " + String.join(", ", tools.names()) + "; found '" + name + "'"));
        shell.out().println("scopes: " + ToolsListCommand.scopes(tool));
        shell.out().println("calls:  " + conduct(tool));
        shell.out().println(pretty(tool.specification().toJson()));
    }

    /** How its calls go: beside others or alone, repeated or not, and for how long. */
    private static String conduct(Tool tool) {
        String concurrency = switch (tool.concurrency()) {
            case TOGETHER -> "beside others of the turn";
            case ALONE -> "alone";
        };
        String unknown = tool.isIdempotent() ? "repeated if the outcome is unknown"
                : "never repeated without being told to";
        String limit = tool.timeLimit().map(time -> ", at most " + time.toMillis() + " ms").orElse("");
        return concurrency + ", " + unknown + limit;
    }

    private static String pretty(String json) {
        try {
            ObjectMapper mapper = new ObjectMapper();
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(mapper.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("LangChain4j wrote a tool's specification that is no JSON", e);
        }
    }
}
