package dev.qwenagent.tools.builtin;

import dev.qwenagent.api.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.text.Normalizer.Form;

/**
 * A folder outside of which the file tools see nothing.
 *
 * <p>A text becomes a {@link WorkspacePath} in one step: {@code ..} is taken out, links are followed, and what is then not
 * below the root is refused. What comes out has no links left, and the tools open it from the root downwards, one name at a
 * time, following no link. So the file that is opened is the one that was judged, also if a folder on the way is exchanged
 * for a link in between.
 *
 * <p>Names are taken in Unicode normal form C, in which rules are written too: of two names that look the same there is one. What
 * lies on disk under another form is not reached. Immutable.
 *
 * @param root the real path of the folder
 */
public record Workspace(Path root) {

    private static final int LONGEST = 4_096;

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
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("a path has at most " + LONGEST + " characters, found " + text.length());
        }
        Path named;
        String composed = Normalizer.normalize(text.strip(), Form.NFC);
        try {
            named = root.resolve(composed).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + text + "' is not a path: " + e.getReason(), e);
        }
        Path real = inside(named, composed) ? withoutLinks(named, text) : named;
        if (!real.startsWith(root)) {
            throw new IllegalArgumentException(text + " is outside of the folder that can be used");
        }
        Path relative = root.relativize(real);
        if (!Normalizer.isNormalized(relative.toString(), Form.NFC)) {
            throw new IllegalArgumentException(
                    text + " leads to a name that is not in Unicode normal form C, which looks like"
                            + " another name; a person has to rename it");
        }
        return new WorkspacePath(root, relative);
    }

    /** An absolute path may name the root by another spelling, with links in it. */
    private boolean inside(Path named, String text) {
        return named.startsWith(root) || Path.of(text).isAbsolute();
    }

    /** Follows the links of what exists; what does not yet exist comes after it as it is. */
    private static Path withoutLinks(Path path, String text) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            // Not there, or not to be reached: its folders tell.
            return withExistingFolders(path, text);
        }
    }

    private static Path withExistingFolders(Path path, String text) {
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
