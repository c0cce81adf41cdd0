package dev.qwenagent.examples.cli;

import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.tool.ResourceLabels;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.examples.cli.config.Config;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.runtime.permission.FolderPatterns;
import dev.qwenagent.runtime.permission.LabelRules;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What is known of the data, and which models on servers may read it. Each flag can be given several times. */
final class DataOptions {

    @Option(names = "--confidential", paramLabel = "PATTERN", //
            description = "What only cleared models and tools may see: files, e.g. hr/**, or a scope, e.g. net.get:**.example/**")
    private List<String> confidential = new ArrayList<>();

    @Option(names = "--untrusted", paramLabel = "PATTERN", //
            description = "What may be an attacker's words: once read, nothing is written, sent or run without a person")
    private List<String> untrusted = new ArrayList<>();

    @Option(names = "--cleared-model", paramLabel = "MODEL", //
            description = "A model on a server that may see what is confidential; without this none may")
    private List<String> cleared = new ArrayList<>();

    /** The rules of the command line, the settings files and the policy file; what any of them says holds. */
    ResourceLabels labels(Config config, AgentChoice.Chosen chosen) {
        LabelRules rules = rules(config, chosen.workspace().root());
        return chosen.policy() == null ? rules : rules.and(chosen.policy().labels());
    }

    private LabelRules rules(Config config, Path root) {
        FolderPatterns folder = new FolderPatterns(root);
        LabelRules rules = LabelRules.NONE;
        for (String text : all(confidential, config, "confidential")) {
            rules = rules.confidential(pattern("--confidential", text, folder));
        }
        for (String text : all(untrusted, config, "untrusted")) {
            rules = rules.untrusted(pattern("--untrusted", text, folder));
        }
        return rules;
    }

    /** Gives an agent the rules, and its models their clearance. */
    void give(AgentChoice.Chosen chosen, Config config) {
        chosen.builder()
                .labels(labels(config, chosen))
                .clearedModels(all(cleared, config, "cleared-model").toArray(String[]::new));
    }

    /** What the rules say of files that go with a task. */
    Provenance of(Shell shell, List<Path> files, ResourceLabels rules) {
        Provenance provenance = Provenance.NONE;
        for (Path file : files) {
            provenance = provenance
                    .join(Provenance.of(file.toString(), label(shell.folders().working().resolve(file), rules)));
        }
        return provenance;
    }

    private static Label label(Path file, ResourceLabels rules) {
        try {
            String name = file.toRealPath().toString().replace(file.getFileSystem().getSeparator(), "/");
            return rules.of(new Scope("file", "read", Normalizer.normalize(name, Form.NFC)));
        } catch (IOException e) {
            // Whoever reads the file says what is wrong with it.
            return Label.PLAIN;
        }
    }

    private static List<String> all(List<String> said, Config config, String key) {
        return Stream.of(said, config.project().list(key), config.user().list(key)).flatMap(List::stream).toList();
    }

    /** A pattern of files, or with a colon of scopes. */
    private static ScopePattern pattern(String by, String text, FolderPatterns folder) {
        return PermissionOptions.pattern(by, text.contains(":") ? text : "file.*:" + text, folder);
    }
}
