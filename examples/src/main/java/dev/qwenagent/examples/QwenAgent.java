package dev.qwenagent.examples;

import dev.qwenagent.examples.cli.AgentCatalog;
import dev.qwenagent.examples.cli.CommandLines;
import dev.qwenagent.examples.cli.ExampleAgent;
import dev.qwenagent.examples.cli.shell.Shell;
import java.util.List;

/** The {@code qwen-agent} command line, with the example agents. */
public final class QwenAgent {

    private QwenAgent() {}

    /**
     * Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 wrong usage, 3 a limit was reached,
     * 130 interrupted.
     *
     * @param arguments
     *            the command line, untouched by the launcher
     */
    public static void main(String[] arguments) {
        StandardError.restore();
        System.exit(CommandLines.of(Shell.ofProcess(), agents()).execute(arguments));
    }

    static AgentCatalog agents() {
        return new AgentCatalog(List.of(
                new ExampleAgent("assistant", "calculates, converts, tells the time, reads files, keeps notes",
                        place -> Assistant.agent(place.workspace(), place.notes(), place.clock())),
                new ExampleAgent("files", "lists, reads and writes the files of a folder; asks before it writes",
                        place -> Files.agent(place.workspace())),
                new ExampleAgent("operator", "fetches pages, runs programs, works on files; asks before each",
                        place -> Operator.agent(place.workspace())),
                new ExampleAgent("hello", "calculates; the program of the README", _ -> Hello.agent()),
                new ExampleAgent("custom-tool", "books rooms with a tool of one's own", _ -> CustomTool.agent())));
    }
}
