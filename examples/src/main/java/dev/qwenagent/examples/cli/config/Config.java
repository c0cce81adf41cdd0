package dev.qwenagent.examples.cli.config;

import dev.qwenagent.examples.cli.shell.Folders;
import java.util.Optional;

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

    /** The setting of a flag, the project's before the user's. */
    public Optional<String> value(String name) {
        return project.value(name).or(() -> user.value(name));
    }
}
