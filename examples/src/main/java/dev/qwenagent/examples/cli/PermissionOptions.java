package dev.qwenagent.examples.cli;

import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.examples.cli.config.Config;
import dev.qwenagent.examples.cli.config.ConfigFile;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.runtime.permission.RuleLayers;
import dev.qwenagent.runtime.permission.RuleLayers.Layer;
import dev.qwenagent.runtime.permission.ScopeRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What an agent may do. Each flag can be given several times. */
final class PermissionOptions {

    @Option(names = "--allow", paramLabel = "SCOPE", description = "Permit this without asking, e.g. file.write:out/**")
    private List<String> allow = new ArrayList<>();

    @Option(names = "--ask", paramLabel = "SCOPE", description = "Ask a person before this")
    private List<String> ask = new ArrayList<>();

    @Option(names = "--deny", paramLabel = "SCOPE", description = "Never permit this, e.g. calc.*")
    private List<String> deny = new ArrayList<>();

    /**
     * The rules of the command line, the settings files and the agent, in this order.
     *
     * @param root what relative file resources are relative to
     */
    RuleLayers layers(Config config, Layer agent, Path root) {
        return new RuleLayers(List.of(
                new Layer("the command line", new ScopeRules(
                        patterns("--allow", allow, root), patterns("--ask", ask, root),
                        patterns("--deny", deny, root))),
                layer(config.project(), root), layer(config.user(), root), agent));
    }

    private static Layer layer(ConfigFile file, Path root) {
        return new Layer(file.path().getFileName().toString(), new ScopeRules(
                patterns("allow", file.list("allow"), root), patterns("ask", file.list("ask"), root),
                patterns("deny", file.list("deny"), root)));
    }

    private static List<ScopePattern> patterns(String by, List<String> texts, Path root) {
        return texts.stream().map(text -> pattern(by, text, root)).toList();
    }

    /** Reads a pattern; a relative resource of the family {@code file} is taken relative to the root. */
    static ScopePattern pattern(String by, String text, Path root) {
        try {
            ScopePattern pattern = ScopePattern.of(text);
            String resource = pattern.resource();
            boolean relative = pattern.family().equals("file") && !resource.equals("**") && !resource.startsWith("/")
                    && !Path.of(resource.replaceAll("[*?]", "_")).isAbsolute();
            return relative ? ScopePattern.of("file." + pattern.verb() + ":" + joined(root, resource)) : pattern;
        } catch (IllegalArgumentException e) {
            throw new UsageException(by + ": " + e.getMessage(), e);
        }
    }

    private static String joined(Path root, String resource) {
        String folder = root.toString().replace('\\', '/');
        String below = resource.startsWith("./") ? resource.substring(2) : resource;
        return below.equals(".") || below.isEmpty() ? folder : (folder.endsWith("/") ? folder : folder + "/") + below;
    }
}
