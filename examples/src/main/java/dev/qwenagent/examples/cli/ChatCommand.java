package dev.qwenagent.examples.cli;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.examples.cli.console.ChatInput;
import dev.qwenagent.examples.cli.console.ConsoleApprover;
import dev.qwenagent.examples.cli.console.StreamInput;
import dev.qwenagent.examples.cli.console.TerminalInput;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.memory.FileConversationStore;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A conversation with an agent, turn by turn. */
@Command(name = "chat", mixinStandardHelpOptions = true, //
        description = {"Talk with an agent; lines come from the terminal or from standard input.",
            "/help in the chat lists its commands."})
final class ChatCommand implements Callable<Integer> {

    @Mixin
    private AgentChoice choice = new AgentChoice();

    @Mixin
    private AgentOptions options = new AgentOptions();

    @Option(names = "--conversation", paramLabel = "ID", //
            description = "Go on with this conversation, and keep it; else it is forgotten at the end")
    private @Nullable String conversation;

    private final Shell shell;
    private final AgentCatalog catalog;
    private final ConfigDefaults defaults;

    ChatCommand(Shell shell, AgentCatalog catalog, ConfigDefaults defaults) {
        this.shell = shell;
        this.catalog = catalog;
        this.defaults = defaults;
    }

    @Override
    public Integer call() {
        options.output().setUp();
        RunOutput output = RunOutput.console(shell, options.output().detail());
        var chosen = choice.choose(shell, catalog, defaults.config())
                .without(shell.folders(), options.journal().files(shell.folders()));
        options.data().give(chosen, defaults.config());
        var rules = new ChatRules(chosen.rules());
        var store = new ChatStore(conversation, new FileConversationStore(shell.folders().conversations()));
        try (ChatInput input = input();
                RunJournal journal = options.openJournal(shell);
                Agent agent = options.build(shell, defaults.config(), chosen.builder().policy(rules), output.screen())
                        .conversations(store)
                        .journal(journal)
                        .approver(chosen.keeping(
                                new ConsoleApprover(output.screen(), input::keyboard, chosen.most()), shell))
                        .build()) {
            var commands = new ChatCommands(output.screen(), chosen, rules);
            if (input.isTerminal()) {
                output.screen()
                        .line("chat", agent.name() + " with " + options.modelName()
                                + "; /help lists commands, Ctrl-D leaves");
            }
            return new Chat(shell, agent, input, output, commands, conversation).untilTheEnd().number();
        }
    }

    private ChatInput input() {
        return shell.terminal().isInput() ? TerminalInput.open(shell.folders().history(), ChatCommands.NAMES)
                : new StreamInput(shell);
    }
}
