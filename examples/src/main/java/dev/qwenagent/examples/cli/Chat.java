package dev.qwenagent.examples.cli;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.examples.cli.console.ChatInput;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import org.jspecify.annotations.Nullable;

/** The turns of one chat. Not thread-safe. */
final class Chat {

    private final Shell shell;
    private final Agent agent;
    private final ChatInput input;
    private final RunOutput output;
    private final ChatCommands commands;
    private String conversation;
    private int conversations = 1;

    /**
     * A chat.
     *
     * @param conversation the conversation to go on with; null for a new one
     */
    Chat(Shell shell, Agent agent, ChatInput input, RunOutput output, ChatCommands commands,
            @Nullable String conversation) {
        this.shell = shell;
        this.agent = agent;
        this.input = input;
        this.output = output;
        this.commands = commands;
        this.conversation = conversation == null ? "chat" : conversation;
    }

    /**
     * Takes turns until the person leaves.
     *
     * @return how it ends; without a person that is how the last run ended
     */
    ExitCode untilTheEnd() {
        ExitCode last = ExitCode.DONE;
        boolean warned = false;
        while (true) {
            switch (input.next()) {
                case ChatInput.Entry.End() -> {
                    return input.isTerminal() ? ExitCode.DONE : last;
                }
                case ChatInput.Entry.Interrupted() -> {
                    if (warned) {
                        return ExitCode.DONE;
                    }
                    warned = true;
                    output.screen().line("chat", "Ctrl-C again or Ctrl-D leaves");
                }
                case ChatInput.Entry.Line(String line) when line.isBlank() -> warned = false;
                case ChatInput.Entry.Line(String line) when line.strip().startsWith("/") -> {
                    warned = false;
                    if (isLast(line)) {
                        return input.isTerminal() ? ExitCode.DONE : last;
                    }
                }
                case ChatInput.Entry.Line(String line) -> {
                    warned = false;
                    last = run(line.strip());
                    if (last == ExitCode.INTERRUPTED && !input.isTerminal()) {
                        return last;
                    }
                }
            }
        }
    }

    private boolean isLast(String command) {
        return switch (commands.execute(command)) {
            case GO_ON -> false;
            case NEW_CONVERSATION -> {
                conversations++;
                conversation = "chat " + conversations;
                yield false;
            }
            case LEAVE -> true;
        };
    }

    private ExitCode run(String text) {
        try (var ctrlC = new CtrlC(shell.interruption(), () -> {});
                var _ = input.interruption().onInterrupt(agent::cancel)) {
            ctrlC.ends(agent);
            AgentTask task = AgentTask.of(text)
                    .inConversation(conversation)
                    .listener(output.listener())
                    .listener(ctrlC::onEvent);
            return ExitCode.of(agent.run(task).stopReason());
        } catch (AgentException e) {
            output.failed(e);
            return ExitCode.FAILED;
        }
    }
}
