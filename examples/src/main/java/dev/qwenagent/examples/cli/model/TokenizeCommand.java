package dev.qwenagent.examples.cli.model;

import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The tokens of a text. */
@Command(name = "tokenize", mixinStandardHelpOptions = true, //
        description = "Print the ids of a text's tokens, in the form that --tokens takes.")
final class TokenizeCommand implements Callable<Integer> {

    @Mixin
    private ModelChoice model = new ModelChoice();

    @Option(names = "--text", required = true, paramLabel = "TEXT", description = "The text; special tokens spelled in it are tokens")
    private String text = "";

    @Option(names = "--plain", description = "Take special tokens for ordinary text")
    private boolean plain;

    @Option(names = "--json", description = "Print {\"tokens\": [...]}")
    private boolean json;

    private final Shell shell;

    TokenizeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (GgufFile file = model.read(shell)) {
            BpeTokenizer tokenizer = BpeTokenizer.from(file.metadata());
            int[] ids = plain ? tokenizer.encode(text) : tokenizer.encodePrompt(text);
            if (json) {
                Json.print(shell, Json.object().set("tokens", Json.array(ids)));
            } else {
                shell.out().println(Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(",")));
            }
        }
        return ExitCode.DONE.number();
    }
}
