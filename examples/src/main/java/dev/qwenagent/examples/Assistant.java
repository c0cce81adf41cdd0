package dev.qwenagent.examples;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.tools.builtin.BuiltInTools;
import dev.qwenagent.tools.builtin.Workspace;
import java.nio.file.Path;
import java.time.Clock;

/** An everyday assistant: it calculates, converts, knows the time, reads a folder, keeps notes, and asks before it writes. */
public final class Assistant {

    private Assistant() {}

    // @start region=agent
    /** The agent on a folder; what it may do stands here, and whatever else it tries is denied. */
    static AgentBuilder agent(Workspace folder, Path notes, Clock clock) {
        String files = folder.root() + "/**";
        return Agents.builder()
                .tools(BuiltInTools.assistant(folder, notes, clock))
                .allow("calc.evaluate", "units.convert", "clock.read", "notes.search", "notes.add")
                .allow("file.list:" + files, "file.read:" + files)
                .ask("file.write:" + files);
    }
    // @end

    /** Works on the task that the arguments are, in the working folder, with {@code notes.txt} beside it. */
    public static void main(String[] arguments) {
        Workspace folder = Workspace.of(Path.of(""));
        try (Agent agent = agent(folder, Path.of("notes.txt"), Clock.systemDefaultZone())
                .approver(Assistant::ask)
                .build()) {
            IO.println(agent.run(String.join(" ", arguments)).text());
        }
    }

    static Approval ask(ApprovalRequest request) {
        IO.println("It thought: " + request.thinking());
        String answer = IO.readln(request.tool() + " " + request.arguments() + " needs " + request.scopes()
                + ". May it? [y/n] ");
        return "y".equals(answer) ? request.once() : request.no();
    }
}
