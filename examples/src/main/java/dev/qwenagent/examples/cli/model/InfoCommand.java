package dev.qwenagent.examples.cli.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.model.WeightMemory;
import dev.qwenagent.local.model.WeightPlacement;
import dev.qwenagent.local.session.SessionMemory;
import dev.qwenagent.local.session.SessionOptions;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a model is and what it needs. */
@Command(name = "info", mixinStandardHelpOptions = true, //
        description = "Print what a model is: architecture, parameters, formats, context, and the memory that it needs.", //
        footer = {"",
            "A session's memory is that of one conversation whose context is full; shorter ones need less. Beside it,",
            "a session keeps other conversations to go on from, up to an eighth of the heap that Java may have."})
final class InfoCommand implements Callable<Integer> {

    @Mixin
    private ModelChoice model = new ModelChoice();

    @Option(names = "--context", paramLabel = "TOKENS", description = "The context to tell a session's memory for; the model's own if not said")
    private @Nullable Integer context;

    @Option(names = "--repack", description = "Tell the memory of weights that are repacked for faster tokens")
    private boolean repack;

    @Option(names = "--json", description = "Print one JSON object")
    private boolean json;

    private final Shell shell;

    InfoCommand(Shell shell) {
        this.shell = shell;
    }

    /** What the memory is needed for. */
    private record Memory(int context, WeightMemory weights, SessionMemory session) {}

    @Override
    public Integer call() {
        try (GgufFile file = model.read(shell)) {
            ModelFacts facts = ModelFacts.of(file);
            int length = length(facts.config().contextLength());
            Memory memory = new Memory(length, weights(file), SessionMemory.of(facts.config(), length));
            if (json) {
                Json.print(shell, json(facts, memory).put("file", file.path().toString()));
            } else {
                print(file, facts, memory);
            }
        }
        return ExitCode.DONE.number();
    }

    private WeightMemory weights(GgufFile file) {
        return repack ? WeightMemory.of(file, WeightPlacement.REPACKED) : WeightMemory.of(file);
    }

    private int length(int longest) {
        if (context == null) {
            return longest;
        }
        if (context < 2 || context > longest) {
            throw new UsageException("--context: expected 2 to %d tokens, found %d".formatted(longest, context));
        }
        return context;
    }

    private static ObjectNode json(ModelFacts facts, Memory memory) {
        ObjectNode all = Json.object()
                .put("name", facts.name())
                .put("architecture", facts.config().architecture().fileName())
                .put("parameters", facts.parameters().all())
                .put("active_parameters", facts.parameters().active())
                .put("layers", facts.config().layers().size())
                .put("width", facts.config().width())
                .put("vocabulary", facts.config().vocabulary())
                .put("context_length", facts.config().contextLength());
        ObjectNode tensors = all.putObject("tensors").put("count", facts.tensors()).put("bytes", facts.bytes());
        ArrayNode formats = tensors.putArray("formats");
        for (ModelFacts.Format format : facts.formats()) {
            formats.addObject()
                    .put("type", format.type().name())
                    .put("tensors", format.tensors())
                    .put("parameters", format.parameters())
                    .put("bytes", format.bytes());
        }
        all.putObject("memory")
                .put("weights", memory.weights().placement().name().toLowerCase(Locale.ROOT))
                .put("weights_mapped_bytes", memory.weights().mapped())
                .put("weights_heap_bytes", memory.weights().heap())
                .put("weights_repacked_bytes", memory.weights().repacked())
                .put("context", memory.context())
                .put("key_value_bytes", memory.session().keyValues())
                .put("session_bytes", memory.session().total())
                .put("most_prefix_bytes", SessionOptions.usualPrefixBytes());
        return all;
    }

    private void print(GgufFile file, ModelFacts facts, Memory memory) {
        line("file", file.path() + ", GGUF version " + file.version());
        line("name", facts.name());
        line("architecture", facts.config().architecture().fileName());
        line("parameters", "%s (%d), %s active per token".formatted(Amounts.count(facts.parameters().all()),
                facts.parameters().all(), Amounts.count(facts.parameters().active())));
        line("shape", "%d layers, width %d, vocabulary %d".formatted(facts.config().layers().size(),
                facts.config().width(), facts.config().vocabulary()));
        line("context", facts.config().contextLength() + " tokens");
        line("tensors", facts.tensors() + ", " + Amounts.bytes(facts.bytes()));
        for (ModelFacts.Format format : facts.formats()) {
            line("", "%-8s %5d tensors, %s".formatted(format.type(), format.tensors(), Amounts.bytes(format.bytes())));
        }
        line("weights", switch (memory.weights().placement()) {
            case MAPPED -> Amounts.bytes(memory.weights().mapped()) + " mapped from the file, "
                    + Amounts.bytes(memory.weights().heap()) + " of heap";
            case REPACKED -> Amounts.bytes(memory.weights().mapped()) + " mapped from the file, "
                    + Amounts.bytes(memory.weights().repacked()) + " repacked beside it, "
                    + Amounts.bytes(memory.weights().heap()) + " of heap";
            case UNPACKED -> Amounts.bytes(memory.weights().heap()) + " of heap, unpacked from "
                    + Amounts.bytes(memory.weights().mapped()) + " mapped";
        });
        line("session", "%s of heap for a context of %d tokens, of which %s for keys and values".formatted(
                Amounts.bytes(memory.session().total()), memory.context(),
                Amounts.bytes(memory.session().keyValues())));
        line("", "and up to %s for conversations to go on from".formatted(
                Amounts.bytes(SessionOptions.usualPrefixBytes())));
    }

    private void line(String label, String text) {
        shell.out().printf("%-13s %s%n", label, text);
    }
}
