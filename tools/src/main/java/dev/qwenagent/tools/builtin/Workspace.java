package dev.qwenagent.tools.builtin;

import dev.qwenagent.api.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A folder outside of which the file tools see nothing.
 *
 * <p>A text becomes a {@link WorkspacePath} in one step: {@code ..} is taken out, links are followed, and what is then not
 * below the root is refused. What comes out has no links left, and the tools open it from the root downwards, one name at a
 * time, following no link. So the file that is opened is the one that was judged, also if a folder on the way is exchanged
 * for a link in between.
 *
 * @param root the real path of the folder
 */
public record Workspace(Path root) {

    /** Finds the real path of the folder. */
    public Workspace {
        try {
            root = root.toRealPath();
        } catch (IOException e) {
            throw new AgentException(
                    "the folder " + root + " cannot be used as root: there is no such folder, or it cannot"
                            + " be read; give a folder that exists",
                    e);
        }
        if (!Files.isDirectory(root)) {
            throw new AgentException(root + " is a file and cannot be used as root; give a folder");
        }
    }

    /** A workspace with that root. */
    public static Workspace of(Path root) {
        return new Workspace(root);
    }

    /**
     * Finds what a text names. The target need not exist.
     *
     * @param text a path relative to the root, or an absolute one below it; blank for the root
     * @throws IllegalArgumentException if it is no path or leads out of the root, with a message for the model
     */
    public WorkspacePath resolve(String text) {
        Path named;
        try {
            named = root.resolve(text.strip()).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + text + "' is not a path: " + e.getReason(), e);
        }
        Path real = inside(named, text) ? withoutLinks(named, text) : named;
        if (!real.startsWith(root)) {
            throw new IllegalArgumentException(text + " is outside of the folder that can be used");
        }
        return new WorkspacePath(root, root.relativize(real));
    }

    /** An absolute path may name the root by another spelling, with links in it. */
    private boolean inside(Path named, String text) {
        return named.startsWith(root) || Path.of(text.strip()).isAbsolute();
    }

    /** Follows the links of what exists; what does not yet exist comes after it as it is. */
    private static Path withoutLinks(Path path, String text) {
        Path existing = path;
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            return existing.toRealPath().resolve(existing.relativize(path)).normalize();
        } catch (IOException e) {
            throw new IllegalArgumentException(text + " leads through a link to nothing", e);
        }
    }
}
