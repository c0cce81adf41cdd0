package dev.qwenagent.examples;

import dev.qwenagent.api.Agent;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.tools.builtin.FileTools;
import dev.qwenagent.tools.builtin.Workspace;
import dev.qwenagent.tools.process.ProcessTools;
import dev.qwenagent.tools.web.WebTools;
import java.nio.file.Path;

/** Fetches pages and runs programs beside working on files, and asks before each. */
public final class Operator {

    private Operator() {}

    // @start region=agent
    /** The agent on a folder; a policy file can say which pages and programs need no question. */
    static AgentBuilder agent(Workspace folder) {
        String files = folder.root() + "/**";
        return Agents.builder()
                .tools(new FileTools(folder), new WebTools(), new ProcessTools(folder))
                .allow("file.list:" + files, "file.read:" + files)
                .ask("file.write:" + files, "net.get", "process.run");
    }
    // @end

    /** Works on a task in the working folder. */
    public static void main(String[] arguments) {
        Workspace folder = Workspace.of(Path.of(""));
        try (Agent agent = agent(folder).approver(Assistant::ask).build()) {
            IO.println(agent.run(String.join(" ", arguments)).text());
        }
    }
}
