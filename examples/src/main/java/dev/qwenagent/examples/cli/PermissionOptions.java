package dev.qwenagent.examples.cli;

import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.examples.cli.config.Config;
import dev.qwenagent.examples.cli.config.ConfigFile;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.runtime.permission.FolderPatterns;
import dev.qwenagent.runtime.permission.PolicyFile;
import dev.qwenagent.runtime.permission.PolicyFileException;
import dev.qwenagent.runtime.permission.RuleLayers;
import dev.qwenagent.runtime.permission.RuleLayers.Layer;
import dev.qwenagent.runtime.permission.ScopeRules;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an agent may do. Each flag can be given several times. */
final class PermissionOptions {

    @Option(names = "--allow", paramLabel = "SCOPE", description = "Permit this without asking, e.g. file.write:out/**")
    private List<String> allow = new ArrayList<>();

    @Option(names = "--ask", paramLabel = "SCOPE", description = "Ask a person before this")
    private List<String> ask = new ArrayList<>();

    @Option(names = "--deny", paramLabel = "SCOPE", description = "Never permit this, e.g. calc.*")
    private List<String> deny = new ArrayList<>();

    @Option(names = "--policy", paramLabel = "FILE", description = {
        "Rules of a YAML file, in the place of what the agent itself allows or asks about;",
        "what it does not allow is denied. Read again when a run begins"})
    private @Nullable String policy;

    /** The policy file, if one was said. */
    Optional<PolicyFile> policy(Shell shell, Path root) {
        try {
            return Optional.ofNullable(policy)
                    .map(file -> PolicyFile.open(shell.folders().working().resolve(file), root));
        } catch (PolicyFileException | InvalidPathException e) {
            throw new UsageException("--policy: " + e.getMessage(), e);
        }
    }

    /**
     * The rules of the command line, the settings files, the policy file and the agent, in this order. With a policy file only
     * the denials of the agent count.
     *
     * @param folder what relative file resources are relative to
     */
    RuleLayers layers(Config config, Optional<PolicyFile> file, Layer agent, FolderPatterns folder) {
        List<Layer> layers = new ArrayList<>(List.of(
                new Layer("the command line", new ScopeRules(
                        patterns("--allow", allow, folder), patterns("--ask", ask, folder),
                        patterns("--deny", deny, folder))),
                layer(config.project(), folder), layer(config.user(), folder)));
        file.ifPresent(policyFile -> layers.addAll(policyFile.layers()));
        layers.add(file.isPresent() ? new Layer(agent.source(), agent.rules().denials()) : agent);
        return new RuleLayers(layers);
    }

    private static Layer layer(ConfigFile file, FolderPatterns folder) {
        return new Layer(file.path().getFileName().toString(), new ScopeRules(
                patterns("allow", file.list("allow"), folder), patterns("ask", file.list("ask"), folder),
                patterns("deny", file.list("deny"), folder)));
    }

    private static List<ScopePattern> patterns(String by, List<String> texts, FolderPatterns folder) {
        return texts.stream().map(text -> pattern(by, text, folder)).toList();
    }

    /** Reads a pattern; a relative resource of the family {@code file} is taken relative to the folder. */
    static ScopePattern pattern(String by, String text, FolderPatterns folder) {
        try {
            return folder.read(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(by + ": " + e.getMessage(), e);
        }
    }
}
