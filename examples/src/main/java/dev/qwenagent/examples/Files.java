package dev.qwenagent.examples;

import dev.qwenagent.api.Agent;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.tools.builtin.BuiltInTools;
import dev.qwenagent.tools.builtin.Workspace;
import java.nio.file.Path;

/** Works on one folder and sees nothing else: it lists and reads, and asks before it writes. */
public final class Files {

    private Files() {}

    // @start region=agent
    /** The agent on a folder. */
    static AgentBuilder agent(Workspace folder) {
        String files = folder.root() + "/**";
        return Agents.builder()
                .tools(BuiltInTools.files(folder))
                .allow("file.list:" + files, "file.read:" + files)
                .ask("file.write:" + files);
    }
    // @end

    /** Works on a task: {@code FOLDER TASK…}. */
    public static void main(String[] arguments) {
        Workspace folder = Workspace.of(Path.of(arguments[0]));
        String task = String.join(" ", arguments).substring(arguments[0].length());
        try (Agent agent = agent(folder).approver(Assistant::ask).build()) {
            IO.println(agent.run(task.strip()).text());
        }
    }
}
