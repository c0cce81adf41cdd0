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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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

    private static final RenderedPrompt INSIDE_THOUGHT = new RenderedPrompt("<think>\n", true);
    private static final String THOUGHT_END = "</think>";
    private static final Pattern FUNCTION = Pattern.compile("<function=([^<>\\s]+)>");
    private static final int MOST_FUNCTIONS = 100;

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

    @Option(names = "--text", required = true, paramLabel = "TEXT", //
            description = "The whole reply, or - for standard input")
    private String text = "";

    @Option(names = "--tools", paramLabel = "FILE", description = "A JSON list of the tools that the model was shown; calls that do not fit them are errors")
    private @Nullable Path tools;

    @Option(names = "--inside-thought", description = "The prompt had opened a thought, and the reply goes on in it")
    private boolean insideThought;

    @Option(names = "--json", description = "Print one JSON object")
    private boolean json;

    private final Shell shell;

    ParseCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        String whole = text.equals("-") ? standardInput() : text;
        ReplyRules rules = ReplyRules.of(form.format, tools(whole));
        Reply read = read(whole, rules);
        Reply reply = tools == null ? read : checked(read, ToolCallCheck.of(rules));
        if (json) {
            Json.print(shell, json(reply));
        } else {
            print(reply);
        }
        switch (reply.thoughtEnd()) {
            case CLOSED -> {
            }
            case LEFT_OPEN -> shell.err().println("note: the thought was never closed");
            case WAS_ANSWER -> shell.err().println("note: the thought was never closed, so it is the text");
        }
        return ExitCode.DONE.number();
    }

    private String standardInput() {
        try {
            return new String(shell.in().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UsageException("--text -: standard input cannot be read: " + e, e);
        }
    }

    /** A reply without a thought, whose text closes one, goes on from a prompt that opened it. */
    private Reply read(String whole, ReplyRules rules) {
        if (insideThought) {
            return read(whole, rules, INSIDE_THOUGHT);
        }
        Reply reply = read(whole, rules, new RenderedPrompt("", false));
        boolean closesAThought = reply.thinking().isEmpty() && reply.text().contains(THOUGHT_END);
        return closesAThought ? read(whole, rules, INSIDE_THOUGHT) : reply;
    }

    private static Reply read(String whole, ReplyRules rules, RenderedPrompt prompt) {
        ReplyReader reader = ReplyReader.after(prompt, rules, _ -> {});
        reader.accept(whole);
        return reader.finish(ReplyEnd.STOPPED);
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

    /** Where none are given, the names in the text's own tags, so that a call that lacks its opening tag is one. */
    private List<ToolSpecification> tools(String whole) {
        if (tools == null) {
            return FUNCTION.matcher(whole)
                    .results()
                    .map(tag -> tag.group(1))
                    .distinct()
                    .limit(MOST_FUNCTIONS)
                    .map(name -> ToolSpecification.builder().name(name).build())
                    .toList();
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
