package dev.qwenagent.examples;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.examples.cli.AgentCatalog;
import dev.qwenagent.examples.cli.CommandLines;
import dev.qwenagent.examples.cli.ExampleAgent;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.tools.RequiresScope;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The command line with a model, a tool or an opening that never ends; for tests that interrupt it. */
public final class SlowProgram {

    private SlowProgram() {}

    /** Does a command; the first argument says what never ends. */
    public static void main(String[] arguments) {
        Shell process = Shell.ofProcess();
        Shell shell = new Shell(process.in(), process.out(), process.err(), process.terminal(), process.interruption(),
                process.folders(), process.environment(), process.clock(), _ -> model(arguments[0], process));
        var catalog = new AgentCatalog(List.of(new ExampleAgent("assistant", "never ends",
                _ -> Agents.builder().tools(new SlowTool()).allow("slow.*"))));
        System.exit(CommandLines.of(shell, catalog).execute(Arrays.copyOfRange(arguments, 1, arguments.length)));
    }

    private static AgentModel model(String what, Shell shell) {
        return AgentModel.of(what, switch (what) {
            case "generation" -> new SlowModel();
            case "tool" -> ScriptedChatModel.of(call("wait_long", "{}").thinking("Wait."));
            case "answer" -> ScriptedChatModel.of(text("So be it."));
            case "chatty" -> new ChattyModel();
            default -> {
                shell.out().println(what);
                await();
                throw new IllegalStateException("this model never opens");
            }
        });
    }

    private static void await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class SlowModel implements StreamingChatModel {
        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            handler.onPartialThinking(new PartialThinking("Hm."));
            await();
        }
    }

    private static final class ChattyModel implements StreamingChatModel {
        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            while (!Thread.currentThread().isInterrupted()) {
                handler.onPartialThinking(new PartialThinking("Hm. "));
            }
        }
    }

    /** A tool that never ends. */
    public static final class SlowTool {
        @Tool("Wait")
        @RequiresScope("slow.wait")
        public String wait_long(ToolContext context) throws InterruptedException {
            context.progress("waiting");
            new CountDownLatch(1).await();
            return "never";
        }
    }
}
