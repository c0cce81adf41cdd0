package dev.qwenagent.tools.builtin;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The files below a folder, without hidden ones and what builds leave behind. Links are named, not followed. A folder below
 * it that may not be read, or goes away meanwhile, is left out.
 */
final class FileList {

    private static final Set<String> SKIPPED = Set.of("target", "node_modules", "__pycache__");
    private static final int DEEPEST = 32;
    private static final int MOST_VISITED = 20_000;

    private final List<String> files = new ArrayList<>();
    private int visited;

    private FileList() {}

    /** The paths from the root, sorted. */
    static List<String> of(WorkspacePath folder) throws IOException, InterruptedException {
        FileList list = new FileList();
        try (Folder open = FolderWalk.open(folder.root(), folder.relative())) {
            list.collect(open, folder.relative(), 0);
        }
        return list.files.stream().sorted().toList();
    }

    private void collect(Folder folder, Path path, int depth) throws IOException, InterruptedException {
        for (Path name : folder.names()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("listing was interrupted");
            }
            if (name.toString().startsWith(".") || ++visited > MOST_VISITED) {
                continue;
            }
            try {
                visit(folder, name, path, depth);
            } catch (AccessDeniedException | NoSuchFileException e) {
                // Not to be seen by us, or gone since the folder was read.
            }
        }
    }

    private void visit(Folder folder, Path name, Path path, int depth) throws IOException, InterruptedException {
        BasicFileAttributes attributes = folder.attributes(name);
        if (!attributes.isDirectory()) {
            files.add(WorkspacePath.slashed(path.resolve(name)));
        } else if (depth < DEEPEST && !SKIPPED.contains(name.toString())) {
            try (Folder inner = folder.enter(name)) {
                collect(inner, path.resolve(name), depth + 1);
            }
        }
    }
}
