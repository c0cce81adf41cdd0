package dev.qwenagent.runtime.permission;

import dev.qwenagent.api.resource.ResourceFamily;
import dev.qwenagent.api.tool.ScopePattern;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Patterns as people write them for a folder: those of files may be relative to it, {@code file.read:docs/**}. Immutable.
 *
 * @param root the real path of the folder
 */
public record FolderPatterns(Path root) {

    /** Patterns for a folder, by its real path; for one that does not exist, by its absolute one. */
    public static FolderPatterns of(Path folder) {
        try {
            return new FolderPatterns(folder.toRealPath());
        } catch (IOException e) {
            return new FolderPatterns(folder.toAbsolutePath().normalize());
        }
    }

    /**
     * Reads a pattern. A relative resource of the family {@code file} is taken relative to the folder; a pattern of files without
     * a resource is about all files.
     *
     * @throws IllegalArgumentException if the text is no pattern, with what was expected
     */
    public ScopePattern read(String text) {
        ScopePattern pattern = ScopePattern.of(text);
        boolean named = pattern.family().equals("file") && !pattern.resource().startsWith("**")
                && !pattern.resource().equals("[]");
        if (!named || pattern.resource().startsWith("/") || isAbsolute(pattern.resource())) {
            return pattern;
        }
        return below(text);
    }

    /** Reads a pattern whose resource is relative to the folder. */
    ScopePattern below(String text) {
        int colon = text.indexOf(':');
        String resource = text.substring(colon + 1);
        String below = resource.startsWith("./") ? resource.substring(2) : resource;
        String folder = ResourceFamily.FILE.exactly(root.toString().replace('\\', '/'));
        String start = folder.endsWith("/") ? folder : folder + "/";
        return ScopePattern.of(text.substring(0, colon + 1)
                + (below.equals(".") || below.isEmpty() ? folder : start + below));
    }

    private static boolean isAbsolute(String resource) {
        return Path.of(resource.replaceAll("[*?]", "_")).isAbsolute();
    }
}
