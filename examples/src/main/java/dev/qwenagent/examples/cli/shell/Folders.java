package dev.qwenagent.examples.cli.shell;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where files are.
 *
 * @param working the folder in which the command was given
 * @param config the user's settings
 * @param data what outlives a run: conversations, notes, history, the seals of runs
 * @param state what happened: the journals of runs
 */
public record Folders(Path working, Path config, Path data, Path state) {

    private static final String NAME = "qwen-agent";

    /**
     * Finds the folders as the XDG base directory specification has it; a relative path in its variables is ignored.
     *
     * @param environment the environment's variables
     * @param home the user's home
     * @param working the working folder, absolute
     */
    public static Folders of(Map<String, String> environment, Path home, Path working) {
        return new Folders(
                working,
                base(environment, "XDG_CONFIG_HOME", home.resolve(".config")).resolve(NAME),
                base(environment, "XDG_DATA_HOME", home.resolve(".local/share")).resolve(NAME),
                base(environment, "XDG_STATE_HOME", home.resolve(".local/state")).resolve(NAME));
    }

    private static Path base(Map<String, String> environment, String variable, Path usual) {
        String said = environment.getOrDefault(variable, "");
        return !said.isEmpty() && Path.of(said).isAbsolute() ? Path.of(said) : usual;
    }

    /** The user's own settings file. */
    public Path userConfig() {
        return config.resolve("config.yaml");
    }

    /** What models on servers cost. */
    public Path prices() {
        return config.resolve("prices.yaml");
    }

    /** The settings file of the project that the working folder is. */
    public Path projectConfig() {
        return working.resolve(".qwen-agent.yaml");
    }

    /** Where conversations with an id are kept. */
    public Path conversations() {
        return data.resolve("conversations");
    }

    /** The assistant's notes, one a line. */
    public Path notes() {
        return data.resolve("notes.txt");
    }

    /** The same in another working folder. */
    public Folders in(Path otherWorking) {
        return new Folders(otherWorking, config, data, state);
    }

    /** The journals of runs, if they are not said to be elsewhere. */
    public Path runs() {
        return state.resolve("runs");
    }

    /** The seals of runs: not where the runs are, so that whoever rewrites those finds them here. */
    public Path seals() {
        return data.resolve("seals");
    }

    /** The key that journals are signed with; made when it is first needed. */
    public Path journalKey() {
        return config.resolve("journal.key");
    }

    /** What was typed in chats. */
    public Path history() {
        return data.resolve("history");
    }
}
