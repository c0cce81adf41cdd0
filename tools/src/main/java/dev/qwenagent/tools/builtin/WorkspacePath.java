package dev.qwenagent.tools.builtin;

import dev.qwenagent.tools.Resource;
import java.nio.file.Path;
import java.text.Normalizer;
import java.text.Normalizer.Form;

/**
 * A place in a {@link Workspace}, which may not exist yet. Only {@link Workspace#resolve} makes it. Immutable.
 */
public final class WorkspacePath implements Resource {

    private final Path root;
    private final Path relative;

    WorkspacePath(Path root, Path relative) {
        this.root = root;
        this.relative = relative;
    }

    /** The absolute path without links, with {@code /} between its names on every system. */
    @Override
    public String canonicalName() {
        return Normalizer.normalize(slashed(root.resolve(relative)), Form.NFC);
    }

    Path root() {
        return root;
    }

    /** The path below the root; empty for the root itself. */
    Path relative() {
        return relative;
    }

    boolean isRoot() {
        return relative.toString().isEmpty();
    }

    /** The path below the root as people and models write it. */
    @Override
    public String toString() {
        return isRoot() ? "." : slashed(relative);
    }

    static String slashed(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }
}
