package dev.qwenagent.runtime.permission;

import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.tool.ResourceLabels;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.runtime.permission.RuleLayers.Layer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rules in a YAML file that people edit, see {@code policy.schema.json} beside this class:
 *
 * <pre>
 * profile: read-only          # or workspace, trusted; what the lists below are not about
 * allow:
 *   - file.write:out/**       # relative to the folder of the agent
 * ask:
 *   - net.get:https://api.example.com/**
 * deny:
 *   - file.*:secret/**
 * confidential:               # only cleared models and tools may see it
 *   - file.*:hr/**
 * untrusted:                  # once read, whatever acts is asked about
 *   - file.read:mail/**
 * </pre>
 *
 * <p>The file is looked at when rules are asked for, which a run does once, at its beginning. One that cannot be used any more
 * leaves the rules as they were, and the log and {@link #problem()} say so; one that cannot be used when it is opened is
 * refused, so that nothing runs without its rules. A file that everybody may write to is refused. Its rules deny writing to the
 * file itself, also where it lies in a folder that may be written to: what an agent may do is not the agent's to say.
 * Thread-safe.
 */
public final class PolicyFile implements RuleSource {

    /** The largest file that is read, in bytes. */
    static final int LARGEST = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(PolicyFile.class);

    private final Path file;
    private final FolderPatterns patterns;
    private final ScopePattern itself;
    private String text;
    private PolicyDocument document;
    private @Nullable String problem;

    private PolicyFile(Path file, FolderPatterns patterns) {
        this.file = file;
        this.patterns = patterns;
        this.text = OwnedText.read(file);
        this.document = PolicyReader.read(text, file.toString(), patterns);
        this.itself = ScopePattern.exactly(
                new Scope("file", "write", FolderPatterns.of(file).root().toString().replace('\\', '/')).canonical());
    }

    /**
     * Opens a file.
     *
     * @param root the folder that relative files are relative to and that the profile is about
     * @throws PolicyFileException if it cannot be used, with the line, the column and what was expected
     */
    public static PolicyFile open(Path file, Path root) {
        return new PolicyFile(file, FolderPatterns.of(root));
    }

    /** The file. */
    public Path path() {
        return file;
    }

    /** The rules that stand in the file, without those of its profile, as they are now; and that nobody writes to it. */
    @Override
    public synchronized ScopeRules rules() {
        refresh();
        return document.rules().denying(itself);
    }

    /** What the file says of the things that calls touch, as it is when it is asked; a run keeps what it began with. */
    public ResourceLabels labels() {
        return new ResourceLabels() {
            @Override
            public Label of(Scope scope) {
                return labelRules().of(scope);
            }

            @Override
            public ResourceLabels forRun() {
                return labelRules();
            }
        };
    }

    private synchronized LabelRules labelRules() {
        refresh();
        return document.labels();
    }

    /** The rules of the file, and behind them those of its profile. */
    public List<Layer> layers() {
        return List.of(new Layer(file.getFileName().toString(), this),
                new Layer("the profile of " + file.getFileName(), this::profileRules));
    }

    /** The file as a policy of its own. */
    public RuleLayers policy() {
        return new RuleLayers(layers());
    }

    /** Why the file as it is now is not used; empty if it is. */
    public synchronized Optional<String> problem() {
        refresh();
        return Optional.ofNullable(problem);
    }

    private synchronized ScopeRules profileRules() {
        Profile profile = document.profile();
        return profile == null ? ScopeRules.NOTHING : profile.rules(patterns.root());
    }

    private void refresh() {
        try {
            String now = OwnedText.read(file);
            if (!now.equals(text)) {
                document = PolicyReader.read(now, file.toString(), patterns);
                text = now;
            }
            problem = null;
        } catch (PolicyFileException e) {
            if (!e.getMessage().equals(problem)) {
                LOG.warn("the rules stay as they were, since the policy file cannot be used: {}", e.getMessage());
            }
            problem = e.getMessage();
        }
    }

    /**
     * Adds rules that allow exactly these scopes. Everything else in the file stays as it is, comments included.
     *
     * @param comment one line that stands behind each rule, for people
     * @throws PolicyFileException if the file cannot be used as it is now, is somebody else's, or cannot be written
     */
    public synchronized void allow(List<Scope> scopes, String comment) {
        String now = OwnedText.read(file);
        PolicyDocument said = PolicyReader.read(now, file.toString(), patterns);
        List<ScopePattern> missing = scopes.stream()
                .map(ScopePattern::exactly)
                .filter(rule -> !said.allow().patterns().contains(rule))
                .distinct()
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        String more = PolicyEdit.allowing(now, said, missing, comment, file.toString());
        PolicyDocument read = PolicyReader.read(more, file.toString(), patterns);
        List<ScopePattern> expected = Stream.concat(said.allow().patterns().stream(), missing.stream())
                .toList();
        boolean isExact = read.allow().patterns().equals(expected)
                && read.ask().patterns().equals(said.ask().patterns())
                && read.deny().patterns().equals(said.deny().patterns()) && read.labels().equals(said.labels())
                && read.profile() == said.profile();
        if (!isExact) {
            throw new PolicyFileException(
                    file + ": the rule could not be added without changing others; add it by hand: "
                            + missing);
        }
        OwnedText.replace(file, more);
        text = more;
        document = read;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
