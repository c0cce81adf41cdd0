package dev.qwenagent.tools.builtin;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Goes from a workspace's root to a folder, one name at a time, with each step closed behind it. */
final class FolderWalk {

    private FolderWalk() {}

    /**
     * Opens a folder.
     *
     * @param path the way from the root; empty for the root itself
     */
    static Folder open(Path root, Path path) throws IOException {
        return walk(root, path, Folder::enter);
    }

    /** Opens a folder, and makes those on the way that there are not. */
    static Folder openOrCreate(Path root, Path path) throws IOException {
        return walk(root, path, FolderWalk::enterOrCreate);
    }

    private interface Step {
        Folder from(Folder folder, Path name) throws IOException;
    }

    private static Folder walk(Path root, Path path, Step step) throws IOException {
        Folder folder = Folder.open(root);
        for (Path name : path) {
            if (!name.toString().isEmpty()) {
                try (Folder left = folder) {
                    folder = step.from(left, name);
                }
            }
        }
        return folder;
    }

    private static Folder enterOrCreate(Folder folder, Path name) throws IOException {
        try {
            return folder.enter(name);
        } catch (NoSuchFileException e) {
            folder.create(name);
            return folder.enter(name);
        }
    }
}
