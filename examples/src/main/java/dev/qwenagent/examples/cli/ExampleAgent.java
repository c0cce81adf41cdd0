package dev.qwenagent.examples.cli;

import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.tools.builtin.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;

/**
 * An agent that the command line offers.
 *
 * @param name what {@code --agent} calls it
 * @param description what it is for, one sentence
 * @param maker puts it together with its tools and rules
 */
public record ExampleAgent(String name, String description, Function<Place, AgentBuilder> maker) {

    /**
     * Where an agent works.
     *
     * @param workspace the folder that it sees
     * @param notes the file of the notes
     * @param clock tells it the time
     */
    public record Place(Workspace workspace, Path notes, Clock clock) {}
}
