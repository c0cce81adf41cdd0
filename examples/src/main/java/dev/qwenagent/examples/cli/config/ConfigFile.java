package dev.qwenagent.examples.cli.config;

import dev.qwenagent.examples.cli.config.ConfigKey.Trust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of one file.
 *
 * @param path the file
 * @param values what it says, by the flag's name; one value but for scopes
 */
public record ConfigFile(Path path, Map<String, List<String>> values) {

    /** Copies the values. */
    public ConfigFile {
        values = Map.copyOf(values);
    }

    /**
     * Reads the user's own file, which may say everything.
     *
     * @return no settings if there is no such file
     * @throws dev.qwenagent.examples.cli.shell.UsageException if it cannot be read or says what cannot be said, with the
     *     file and the line
     */
    public static ConfigFile ofUser(Path path) {
        return read(path, Trust.USER);
    }

    /** Reads a project's file, which may not widen what an agent may do; see {@link #ofUser}. */
    public static ConfigFile ofProject(Path path) {
        return read(path, Trust.ANYBODY);
    }

    private static ConfigFile read(Path path, Trust reader) {
        return new ConfigFile(path, Files.exists(path) ? new ConfigReader(path, reader).read() : Map.of());
    }

    /** The setting of a flag. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getFirst);
    }

    /** The settings of a flag that can be given several times. */
    public List<String> list(String name) {
        return values.getOrDefault(name, List.of());
    }
}
