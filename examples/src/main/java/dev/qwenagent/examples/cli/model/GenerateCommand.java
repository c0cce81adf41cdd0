package dev.qwenagent.examples.cli.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.examples.cli.console.Screen;
import dev.qwenagent.examples.cli.console.Visible;
import dev.qwenagent.examples.cli.console.Waiting;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.local.model.Model;
import dev.qwenagent.local.sampling.Sampler;
import dev.qwenagent.local.sampling.SamplingOptions;
import dev.qwenagent.local.session.GenerationOutcome;
import dev.qwenagent.local.session.GenerationRequest;
import dev.qwenagent.local.session.InferenceSession;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import dev.qwenagent.local.tokenizer.StreamingDecoder;
import dev.qwenagent.local.tokenizer.Vocabulary;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A prompt goes on. */
@Command(name = "generate", mixinStandardHelpOptions = true, //
        description = "Continue a prompt, which is taken as it is: no chat template is applied.", //
        footer = {"",
            "JSON: {\"tokens\": [the new ids], \"text\": \"..\"}; the token that ends the turn is not among them."})
final class GenerateCommand implements Callable<Integer> {

    @Mixin
    private ModelChoice model = new ModelChoice();

    @ArgGroup(multiplicity = "1")
    private PromptChoice prompt = new PromptChoice();

    @Option(names = "-n", paramLabel = "N", defaultValue = "128", //
            description = "The most tokens to make; ${DEFAULT-VALUE} if not said")
    private int most = 128;

    @Mixin
    private SamplingChoice sampling = new SamplingChoice();

    @Option(names = "--ignore-end", description = "Go on after a token that ends the turn")
    private boolean ignoreEnd;

    @Option(names = "--json", description = "Print one JSON object when all is made")
    private boolean json;

    private final Shell shell;

    GenerateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (most < 1) {
            throw new UsageException("-n: expected at least 1 token, found " + most);
        }
        try (Model opened = model.open(shell); InferenceSession session = InferenceSession.open(opened)) {
            BpeTokenizer tokenizer = BpeTokenizer.of(Vocabulary.from(opened.metadata()));
            Sampler sampler = sampling.over(SamplingOptions.advisedBy(opened.metadata()));
            GenerationRequest.Builder request = GenerationRequest.builder(prompt.of(opened, tokenizer))
                    .maxTokens(most)
                    .sampler(sampler)
                    .stopTokens(ignoreEnd ? List.of() : ends(tokenizer));
            if (json) {
                Json.print(shell, whole(session, request, tokenizer));
            } else {
                stream(session, request, tokenizer);
            }
        }
        return ExitCode.DONE.number();
    }

    private static List<Integer> ends(BpeTokenizer tokenizer) {
        return IntStream.range(0, tokenizer.vocabulary().size())
                .filter(tokenizer.specialTokens()::endsTurn)
                .boxed()
                .toList();
    }

    private ObjectNode whole(InferenceSession session, GenerationRequest.Builder request, BpeTokenizer tokenizer) {
        GenerationOutcome outcome;
        try (var _ = Waiting.on(new Screen(shell), "writing", most + " tokens at most")) {
            outcome = session.generate(request.build());
        }
        int[] ids = outcome.tokens().stream().mapToInt(Integer::intValue).toArray();
        ObjectNode made = Json.object();
        made.set("tokens", Json.array(ids));
        return made.put("text", tokenizer.decode(ids));
    }

    /** Shows what comes as it comes, and stops when nobody listens any more. */
    private void stream(InferenceSession session, GenerationRequest.Builder request, BpeTokenizer tokenizer) {
        StreamingDecoder decoder = tokenizer.streamingDecoder();
        boolean[] unheard = new boolean[1];
        session.generate(request.listener(token -> {
            show(decoder.accept(token));
            unheard[0] = shell.out().checkError();
        }).cancellation(() -> unheard[0]).build());
        show(decoder.finish());
        shell.out().println();
    }

    private void show(String text) {
        shell.out().print(shell.terminal().isOutput() ? Visible.text(text) : text);
        shell.out().flush();
    }
}
