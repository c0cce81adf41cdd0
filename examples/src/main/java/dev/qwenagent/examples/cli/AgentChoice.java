package dev.qwenagent.examples.cli;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.Approver;
import dev.qwenagent.examples.cli.config.Config;
import dev.qwenagent.examples.cli.shell.Folders;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.permission.FolderPatterns;
import dev.qwenagent.runtime.permission.PolicyFile;
import dev.qwenagent.runtime.permission.RuleCheck;
import dev.qwenagent.runtime.permission.RuleKeepingApprover;
import dev.qwenagent.runtime.permission.RuleLayers;
import dev.qwenagent.runtime.permission.RuleLayers.Layer;
import dev.qwenagent.tools.builtin.Workspace;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which agent, on which folder, under which rules. */
final class AgentChoice {

    @Option(names = "--agent", paramLabel = "NAME", defaultValue = "assistant", //
            description = "The agent, see 'qwen-agent agents'; ${DEFAULT-VALUE} if not said")
    private String agent = "assistant";

    @Option(names = "--root", paramLabel = "DIR", defaultValue = ".", //
            description = "The folder that the agent's file tools see; the working folder if not said")
    private String root = ".";

    @Mixin
    private PermissionOptions permissions = new PermissionOptions();

    /**
     * What was chosen.
     *
     * @param agent the agent
     * @param builder with its tools and nothing else
     * @param rules what it may do
     * @param workspace the folder that it sees
     * @param policy the policy file among the rules, if one was said; null for none
     */
    record Chosen(ExampleAgent agent, AgentBuilder builder, RuleLayers rules, Workspace workspace,
            @Nullable PolicyFile policy) {

        /** How much a person can say yes to: rules need a file to be kept in. */
        Approval.Extent most() {
            return policy == null ? Approval.Extent.FOR_RUN : Approval.Extent.AS_RULE;
        }

        /** The same, which may not touch the program's own files, nor these. */
        Chosen without(Folders folders, List<Path> journal) {
            List<Layer> layers = new ArrayList<>(rules.layers());
            layers.add(OwnFiles.denied(folders, journal));
            return new Chosen(agent, builder, new RuleLayers(layers), workspace, policy);
        }

        /** The approver, which keeps rules in the policy file. */
        Approver keeping(Approver person, Shell shell) {
            return policy == null ? person : new RuleKeepingApprover(person, policy, shell.clock());
        }
    }

    Chosen choose(Shell shell, AgentCatalog catalog, Config config) {
        ExampleAgent found = catalog.find(agent);
        Workspace workspace = workspace(shell);
        var place = new ExampleAgent.Place(workspace, shell.folders().notes(), shell.clock());
        AgentBuilder builder = found.maker().apply(place).name(found.name());
        var own = new Layer("agent " + found.name(), builder.rules());
        FolderPatterns folder = new FolderPatterns(workspace.root());
        Optional<PolicyFile> file = permissions.policy(shell, workspace.root());
        RuleLayers rules = permissions.layers(config, file, own, folder);
        for (Layer layer : rules.layers()) {
            RuleCheck.slips(layer.rules(), builder.registry())
                    .forEach(slip -> shell.err().println("qwen-agent: " + layer.source() + ": " + slip));
        }
        return new Chosen(found, builder, rules, workspace, file.orElse(null)).without(shell.folders(), List.of());
    }

    private Workspace workspace(Shell shell) {
        try {
            return Workspace.of(shell.folders().working().resolve(root));
        } catch (AgentException | InvalidPathException e) {
            throw new UsageException("--root: " + e.getMessage(), e);
        }
    }
}
