package dev.qwenagent.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.tool.BoundCall;
import dev.qwenagent.api.tool.PermissionRequest;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.api.tool.Verdict;
import dev.qwenagent.examples.cli.console.JsonListener;
import dev.qwenagent.examples.cli.console.Visible;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.runtime.permission.RuleLayers;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says which rule would decide on a call, and how, without making it. */
@Command(name = "check", mixinStandardHelpOptions = true, //
        description = "Say which rule would decide on a call, and how; nothing is called.", //
        footer = {"", "Exit code: 0 the call was judged, whatever the verdict; 1 it cannot be made; 2 wrong usage."})
final class ToolsCheckCommand implements Callable<Integer> {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Option(names = "--call", required = true, paramLabel = "JSON", //
            description = "The call, e.g. {\"name\": \"read_file\", \"arguments\": {\"path\": \"a.txt\"}}")
    private String call = "";

    @Option(names = "--json", description = "Print one object for each scope on standard output")
    private boolean json;

    @Mixin
    private AgentChoice choice = new AgentChoice();

    private final Shell shell;
    private final AgentCatalog catalog;
    private final ConfigDefaults defaults;

    ToolsCheckCommand(Shell shell, AgentCatalog catalog, ConfigDefaults defaults) {
        this.shell = shell;
        this.catalog = catalog;
        this.defaults = defaults;
    }

    @Override
    public Integer call() {
        var chosen = choice.choose(shell, catalog, defaults.config());
        return switch (chosen.builder().registry().bind(request())) {
            case ToolOutcome.Failure(String message, _) -> {
                String line = "the call cannot be made: " + Visible.text(message);
                shell.err().println("qwen-agent: " + line);
                if (json) {
                    new JsonListener(shell.out()).error(line, ExitCode.FAILED.number());
                }
                yield ExitCode.FAILED.number();
            }
            case BoundCall bound -> {
                RuleLayers rules = chosen.rules().forRun();
                bound.scopes().forEach(scope -> tell(scope, rules.judge(asked(bound, scope)), rules.reason(scope)));
                yield ExitCode.DONE.number();
            }
        };
    }

    private static PermissionRequest asked(BoundCall bound, Scope scope) {
        return new PermissionRequest(bound.request().name(), bound.request().arguments(), scope, "", Label.PLAIN);
    }

    private void tell(Scope scope, Verdict verdict, String reason) {
        String word = switch (verdict) {
            case Verdict.Allow _ -> "allowed";
            case Verdict.Ask _ -> "asked";
            case Verdict.Deny _ -> "denied";
        };
        if (json) {
            shell.out()
                    .println(MAPPER.createObjectNode()
                            .put("type", "judged")
                            .put("scope", scope.toString())
                            .put("verdict", word)
                            .put("rule", verdict.rule())
                            .put("reason", reason));
            return;
        }
        shell.out().printf("%-8s %s (%s)%n", word, Visible.line(scope.toString(), Integer.MAX_VALUE), verdict.rule());
        shell.err().println("         since " + reason);
    }

    private ToolExecutionRequest request() {
        try {
            JsonNode read = MAPPER.readTree(call);
            if (read.path("name").isTextual()) {
                JsonNode arguments = read.path("arguments");
                return ToolExecutionRequest.builder()
                        .id("check")
                        .name(read.path("name").asText())
                        .arguments(arguments.isMissingNode() ? "{}" : arguments.toString())
                        .build();
            }
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
        throw unreadable(null);
    }

    private UsageException unreadable(@Nullable Exception cause) {
        return new UsageException("--call: expected a JSON object with name and arguments, found " + call, cause);
    }
}
