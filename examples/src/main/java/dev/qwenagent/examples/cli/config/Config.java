package dev.qwenagent.examples.cli.config;

import dev.qwenagent.examples.cli.shell.Folders;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * What the settings files say.
 *
 * @param project the project's file, which wins
 * @param user the user's own file
 */
public record Config(ConfigFile project, ConfigFile user) {

    /**
     * Reads both files.
     *
     * @throws dev.qwenagent.examples.cli.shell.UsageException if one says what cannot be said, with the file and the line
     */
    public static Config read(Folders folders) {
        return new Config(
                ConfigFile.ofProject(folders.projectConfig()),
                ConfigFile.ofUser(folders.userConfig()));
    }

    /** The setting of a flag, the project's before the user's; the user's alone of what a project can only {@link #lower}. */
    public Optional<String> value(String name) {
        boolean isLowering = ConfigKey.of(name).filter(key -> key.trust() == ConfigKey.Trust.LOWERING).isPresent();
        return isLowering ? user.value(name) : project.value(name).or(() -> user.value(name));
    }

    /**
     * A limit, or the project's where that is lower.
     *
     * @param name the flag's
     * @param limit what holds without the project
     * @param read reads the project's value
     */
    public <V> V lower(String name, V limit, Function<String, V> read, BinaryOperator<V> lower) {
        return project.value(name).map(read).map(value -> lower.apply(limit, value)).orElse(limit);
    }
}
