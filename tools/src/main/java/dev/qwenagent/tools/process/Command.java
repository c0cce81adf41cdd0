package dev.qwenagent.tools.process;

import dev.qwenagent.api.resource.CommandWords;
import dev.qwenagent.tools.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command as an argument of a tool: its words, and the file that its program was found to be. Immutable.
 */
public final class Command implements Resource {

    private final CommandWords words;
    private final Path program;

    Command(CommandWords words, Path program) {
        this.words = words;
        this.program = program;
    }

    /** The words; the program by its bare name if it was given so, else by its real path. */
    @Override
    public String canonicalName() {
        return words.toString();
    }

    /** What the system is given. */
    List<String> asGiven() {
        List<String> given = new ArrayList<>(words.words());
        given.set(0, program.toString());
        return given;
    }

    @Override
    public String toString() {
        return canonicalName();
    }
}
