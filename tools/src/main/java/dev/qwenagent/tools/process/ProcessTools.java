package dev.qwenagent.tools.process;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.label.Label.Integrity;
import dev.qwenagent.api.resource.CommandWords;
import dev.qwenagent.tools.RequiresScope;
import dev.qwenagent.tools.ResourceResolver;
import dev.qwenagent.tools.Returns;
import dev.qwenagent.tools.RunsAlone;
import dev.qwenagent.tools.builtin.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Programs of this machine. Scope {@code process.run} with the words of the command. There is no shell: pipes, variables and
 * semicolons have no meaning. A program runs in the workspace's folder, with an environment of {@code PATH} and what names the
 * user and the language, without standard input; when its time or output is used up, or the run is cancelled, it is ended with
 * all that it started. What it prints is untrusted. Thread-safe.
 *
 * <p>The workspace does not confine a program: it can do what its user can. Rules say which programs with which words.
 */
@Returns(integrity = Integrity.UNTRUSTED)
public final class ProcessTools implements ResourceResolver<Command> {

    private static final Set<String> SHELL_WORDS = Set.of("|", "||", "&", "&&", ";", ">", ">>", "<", "<<", "2>",
            "2>&1");

    private final Workspace workspace;
    private final CommandLimits limits;
    private final ProgramPath programs;

    /** Programs of the environment's {@code PATH}, with the limits of {@link CommandLimits#DEFAULT}. */
    public ProcessTools(Workspace workspace) {
        this(workspace, CommandLimits.DEFAULT, ProgramPath.of(System.getenv().getOrDefault("PATH", "")));
    }

    /** Programs of certain folders, with limits of one's own. */
    public ProcessTools(Workspace workspace, CommandLimits limits, ProgramPath programs) {
        this.workspace = workspace;
        this.limits = limits;
        this.programs = programs;
    }

    @Override
    public Class<Command> resourceType() {
        return Command.class;
    }

    @Override
    public Command resolve(String text) {
        CommandWords words = CommandWords.of(text);
        for (String word : words.words()) {
            if (SHELL_WORDS.contains(word) && !text.contains("\"" + word + "\"")) {
                throw new IllegalArgumentException("there is no shell, so " + word
                        + " has no meaning; give one program with its arguments, in double quotes where they hold blanks");
            }
        }
        String program = words.words().getFirst();
        boolean isBare = ProgramPath.isBare(program);
        Path found = (isBare ? programs.find(program) : ProgramPath.real(workspace.root(), program))
                .orElseThrow(() -> new IllegalArgumentException("there is no program " + program));
        String name = found.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".bat") || name.endsWith(".cmd")) {
            // Windows runs these by a shell that reads the arguments once more.
            throw new IllegalArgumentException("batch files cannot be run");
        }
        List<String> canonical = new ArrayList<>(words.words());
        canonical.set(0, isBare ? program : found.toString());
        return new Command(new CommandWords(canonical), found);
    }

    /** The exit code, and what the program printed on standard output and standard error. */
    @Tool(name = "run_command", value = "Run a program with its arguments, without a shell")
    @RunsAlone
    @RequiresScope(value = "process.run", resource = "{command}")
    public String run(Command command) throws IOException, InterruptedException {
        return new RunningCommand(command, workspace.root(), limits, programs).result();
    }
}
