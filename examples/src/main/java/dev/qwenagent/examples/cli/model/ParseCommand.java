package dev.qwenagent.examples.cli.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.qwenagent.examples.cli.console.Visible;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.local.chat.CallFormat;
import dev.qwenagent.local.chat.RenderedPrompt;
import dev.qwenagent.local.chat.Reply;
import dev.qwenagent.local.chat.ReplyEnd;
import dev.qwenagent.local.chat.ReplyReader;
import dev.qwenagent.local.chat.ReplyRules;
import dev.qwenagent.local.chat.ToolCall;
import dev.qwenagent.local.chat.ToolCallCheck;
import dev.qwenagent.local.chat.ToolSpecificationJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is in a reply. */
@Command(name = "parse", mixinStandardHelpOptions = true, //
        description = "Read a model's reply: its thought, its text, its tool calls, and what is wrong with them.", //
        footer = {"",
            "JSON: {\"thinking\": .., \"text\": .., \"calls\": [{\"name\": .., \"arguments\": {..}}], \"errors\": [..]}"})
final class ParseCommand implements Callable<Integer> {

    private static final Pattern TAG = Pattern.compile("</?think>|<tool_call>|<function=");

    /** The forms of calls by the names that they have among models. */
    private enum Form {
        NOUS(CallFormat.JSON), XML(CallFormat.XML), REACT(CallFormat.REACT);

        private final CallFormat format;

        Form(CallFormat format) {
            this.format = format;
        }
    }

    @Option(names = "--format", required = true, paramLabel = "nous|xml|react", //
            description = "How calls are written: nous is JSON in <tool_call>, xml that of Qwen3-Coder, react lines of text")
    private Form form = Form.NOUS;

    @Option(names = "--text", required = true, paramLabel = "TEXT", description = "The whole reply")
    private String text = "";

    @Option(names = "--tools", paramLabel = "FILE", description = "A JSON list of the tools that the model was shown; calls that do not fit them are errors")
    private @Nullable Path tools;

    @Option(names = "--json", description = "Print one JSON object")
    private boolean json;

    private final Shell shell;

    ParseCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Reply reply = read(ReplyRules.of(form.format, tools()));
        if (json) {
            Json.print(shell, json(reply));
        } else {
            print(reply);
        }
        return ExitCode.DONE.number();
    }

    /** A reply whose first tag closes a thought goes on from a prompt that opened it. */
    private Reply read(ReplyRules rules) {
        Matcher tag = TAG.matcher(text);
        boolean began = tag.find() && tag.group().equals("</think>");
        ReplyReader reader = ReplyReader.after(new RenderedPrompt("", began), rules, _ -> {});
        reader.accept(text);
        Reply reply = reader.finish(ReplyEnd.STOPPED);
        return tools == null ? reply : checked(reply, ToolCallCheck.of(rules));
    }

    /** Of the calls only those that fit the tools; errors in the place of the others. */
    private static Reply checked(Reply reply, ToolCallCheck check) {
        List<ToolCall.Complete> calls = new ArrayList<>();
        List<String> errors = new ArrayList<>(reply.errors());
        for (ToolCall.Complete call : reply.calls()) {
            switch (check.check(call)) {
                case ToolCall.Complete fits -> calls.add(fits);
                case ToolCall.Broken broken -> errors.add(broken.error());
            }
        }
        return new Reply(reply.thinking(), reply.text(), calls, errors, reply.thoughtEnd());
    }

    private List<ToolSpecification> tools() {
        if (tools == null) {
            return List.of();
        }
        try {
            return ToolSpecificationJson.read(Json.read(shell, "--tools", tools));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--tools " + tools + ": " + e.getMessage(), e);
        }
    }

    private static ObjectNode json(Reply reply) {
        ObjectNode all = Json.object().put("thinking", reply.thinking()).put("text", reply.text());
        ArrayNode calls = all.putArray("calls");
        for (ToolCall.Complete call : reply.calls()) {
            calls.addObject().put("name", call.name()).set("arguments", Json.parse(call.arguments()));
        }
        ArrayNode errors = all.putArray("errors");
        reply.errors().forEach(errors::add);
        return all;
    }

    private void print(Reply reply) {
        line("thinking", reply.thinking());
        line("text", reply.text());
        reply.calls().forEach(call -> line("call", call.name() + " " + call.arguments()));
        reply.errors().forEach(error -> line("error", error));
    }

    private void line(String label, String value) {
        if (!value.isEmpty()) {
            shell.out().printf("%-9s %s%n", label, Visible.text(value).replace("\n", "\n          "));
        }
    }
}
