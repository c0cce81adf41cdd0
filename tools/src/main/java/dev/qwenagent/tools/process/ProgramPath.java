package dev.qwenagent.tools.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The folders in which programs are looked for by their bare name. Only absolute ones count: a program that lies in the working
 * folder is never found by accident. Immutable.
 *
 * @param folders in their order
 */
public record ProgramPath(List<Path> folders) {

    /** Keeps the absolute folders. */
    public ProgramPath {
        folders = folders.stream().filter(Path::isAbsolute).toList();
    }

    /** Reads the form of the variable {@code PATH}. */
    public static ProgramPath of(String text) {
        return new ProgramPath(Arrays.stream(text.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList());
    }

    /** Whether a program is named, not a file. */
    static boolean isBare(String program) {
        return program.indexOf('/') < 0 && program.indexOf('\\') < 0 && !program.equals(".") && !program.equals("..");
    }

    /** The first file of that name that can be executed. */
    Optional<Path> find(String name) {
        try {
            return folders.stream()
                    .map(folder -> folder.resolve(name))
                    .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                    .findFirst();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The real path of a program that was named by a path. */
    static Optional<Path> real(Path folder, String program) {
        try {
            Path real = folder.resolve(program).toRealPath();
            return Files.isRegularFile(real) && Files.isExecutable(real) ? Optional.of(real) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }
}
