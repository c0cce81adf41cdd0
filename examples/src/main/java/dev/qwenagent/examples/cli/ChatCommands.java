package dev.qwenagent.examples.cli;

import dev.qwenagent.api.tool.Tool;
import dev.qwenagent.examples.cli.console.Screen;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.runtime.permission.FolderPatterns;
import java.util.List;

/** The commands within a chat. They are for the person; the model hears nothing of them. */
final class ChatCommands {

    /** All commands, for completion. */
    static final List<String> NAMES = List.of("/help", "/tools", "/allow", "/new", "/exit");

    private static final String HELP = """
            /tools        list the agent's tools with their scopes
            /allow SCOPE  permit this without asking until the chat ends
            /new          begin a new conversation
            /exit         leave; Ctrl-D does the same, Ctrl-C ends a run""";

    private final Screen screen;
    private final AgentChoice.Chosen chosen;
    private final ChatRules rules;

    ChatCommands(Screen screen, AgentChoice.Chosen chosen, ChatRules rules) {
        this.screen = screen;
        this.chosen = chosen;
        this.rules = rules;
    }

    /** What the chat itself has to do after a command. */
    enum Next {
        GO_ON, NEW_CONVERSATION, LEAVE
    }

    /** Does a command: a line that begins with a slash. */
    Next execute(String line) {
        String[] words = line.strip().split("\\s+", 2);
        switch (words[0]) {
            case "/help" -> screen.line("chat", HELP);
            case "/tools" -> chosen.builder().registry().tools().forEach(this::show);
            case "/allow" -> allow(words.length < 2 ? "" : words[1]);
            case "/new" -> {
                screen.line("chat", "a new conversation");
                return Next.NEW_CONVERSATION;
            }
            case "/exit" -> {
                return Next.LEAVE;
            }
            default -> screen.line("chat", "expected one of " + String.join(", ", NAMES) + "; found " + words[0]);
        }
        return Next.GO_ON;
    }

    private void show(Tool tool) {
        screen.line("tool", tool.specification().name() + ", " + ToolsListCommand.scopes(tool));
    }

    private void allow(String scope) {
        try {
            var pattern = PermissionOptions.pattern(
                    "/allow", scope, new FolderPatterns(chosen.workspace().root()));
            rules.allow(pattern);
            screen.line("chat", "allowed until the chat ends: " + pattern);
        } catch (UsageException e) {
            screen.line("chat", e.getMessage());
        }
    }
}
