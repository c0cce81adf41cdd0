package dev.qwenagent.examples.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.local.LocalModelException;
import dev.qwenagent.local.chat.ChatTemplate;
import dev.qwenagent.local.chat.Thinking;
import dev.qwenagent.local.chat.ToolSpecificationJson;
import dev.qwenagent.local.gguf.GgufFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A conversation as the model reads it. */
@Command(name = "render", mixinStandardHelpOptions = true, //
        description = "Print the prompt that the file's own chat template makes of a conversation.", //
        footer = {"",
            "Messages and tools are lists in OpenAI's form, and go to the template as they are written. Some templates",
            "take the arguments of calls in earlier turns only as objects, and say so of texts."})
final class RenderCommand implements Callable<Integer> {

    @Mixin
    private ModelChoice model = new ModelChoice();

    @Option(names = "--messages", required = true, paramLabel = "FILE", description = "A JSON list of messages")
    private Path messages = Path.of("");

    @Option(names = "--tools", paramLabel = "FILE", description = "A JSON list of tools")
    private @Nullable Path tools;

    @Option(names = "--thinking", paramLabel = "on|off|auto", defaultValue = "AUTO", //
            description = "Whether the model is asked to think; as the template has it if not said")
    private Thinking thinking = Thinking.AUTO;

    @Option(names = "--variable", paramLabel = "NAME=JSON", //
            description = "One more variable of the template, such as preserve_thinking=true or add_generation_prompt=false")
    private Map<String, String> more = Map.of();

    @Option(names = "--json", description = "Print {\"prompt\": \"...\"}")
    private boolean json;

    private final Shell shell;

    RenderCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        ObjectNode variables = Json.object();
        variables.set("messages", messages());
        variables.set("tools", tools == null ? NullNode.getInstance() : tools(tools));
        variables.put("add_generation_prompt", true);
        switch (thinking) {
            case ON -> variables.put("enable_thinking", true);
            case OFF -> variables.put("enable_thinking", false);
            case AUTO -> {
            }
        }
        more.forEach((name, value) -> variables.set(name, variable(name, value)));
        try (GgufFile file = model.read(shell)) {
            String prompt = OpenAiMessages.render(template(file), variables);
            if (json) {
                Json.print(shell, Json.object().put("prompt", prompt));
            } else {
                shell.out().print(prompt);
                shell.out().flush();
            }
        }
        return ExitCode.DONE.number();
    }

    private static JsonNode variable(String name, String value) {
        if (name.equals("messages") || name.equals("tools")) {
            throw new UsageException("--variable " + name + ": expected another name; use --" + name + " FILE");
        }
        try {
            return Json.parse(value);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--variable " + name + ": " + e.getMessage(), e);
        }
    }

    private JsonNode messages() {
        String where = "--messages " + messages;
        JsonNode read = Json.read(shell, "--messages", messages);
        if (!read.isArray() || read.isEmpty()) {
            throw new UsageException(where + ": expected a JSON list with at least one entry, found "
                    + (read.isArray() ? "an empty one" : Json.kind(read)));
        }
        OpenAiMessages.check(where, read);
        return read;
    }

    /** The tools as they are written; the template sees all that they say. */
    private JsonNode tools(Path file) {
        JsonNode read = Json.read(shell, "--tools", file);
        try {
            ToolSpecificationJson.read(read);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--tools " + file + ": " + e.getMessage(), e);
        }
        return read;
    }

    private static ChatTemplate template(GgufFile file) {
        return ChatTemplate.compile(file.metadata()
                .findText("tokenizer.chat_template")
                .orElseThrow(() -> new LocalModelException(file.path()
                        + ": expected a chat template under tokenizer.chat_template, found none; use the file of a model"
                        + " that was trained for conversation")));
    }
}
