package dev.qwenagent.examples.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.examples.cli.console.Screen;
import dev.qwenagent.examples.cli.console.Visible;
import dev.qwenagent.examples.cli.console.Waiting;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.local.grammar.Fragment;
import dev.qwenagent.local.grammar.Grammar;
import dev.qwenagent.local.grammar.SchemaRules;
import dev.qwenagent.local.grammar.TokenVocabulary;
import dev.qwenagent.local.grammar.UnsupportedSchemaException;
import dev.qwenagent.local.model.Model;
import dev.qwenagent.local.sampling.TokenLogProbability;
import dev.qwenagent.local.session.GenerationOutcome;
import dev.qwenagent.local.session.GenerationRequest;
import dev.qwenagent.local.session.InferenceSession;
import dev.qwenagent.local.session.SessionOptions;
import dev.qwenagent.local.session.StopStrings;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import dev.qwenagent.local.tokenizer.StreamingDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A prompt goes on. */
@Command(name = "generate", mixinStandardHelpOptions = true, //
        description = "Continue a prompt, which is taken as it is: no chat template is applied.", //
        footer = {"",
            "JSON: {\"tokens\": [the new ids], \"text\": \"..\"}; the token that ends the turn is not among them,",
            "those of a stop string are, but not in the text. With --logprobs also \"logprobs\":",
            "[{\"id\": .., \"logprob\": .., \"top\": [{\"id\": .., \"logprob\": ..}]}], one for each token."})
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

    @Option(names = "--stop", paramLabel = "TEXT", description = "End before this text; may be repeated")
    private List<String> stops = new ArrayList<>();

    @Option(names = "--schema", paramLabel = "FILE", //
            description = "Write nothing but one JSON document that fits the JSON Schema in this file")
    private @Nullable Path schema;

    @Option(names = "--logprobs", paramLabel = "N", //
            description = "Tell the log-probability of each token, and the N likeliest at its place; with --json")
    private @Nullable Integer alternatives;

    @Option(names = "--json", description = "Print one JSON object when all is made")
    private boolean json;

    private final Shell shell;

    GenerateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        check();
        Optional<Fragment> document = document();
        try (Model opened = model.open(shell);
                InferenceSession session = InferenceSession.open(opened,
                        SessionOptions.of(opened).withPadding(sampling.padding()))) {
            BpeTokenizer tokenizer = BpeTokenizer.from(opened.metadata());
            int[] ids = prompt.of(opened, tokenizer);
            GenerationRequest.Builder request = GenerationRequest.builder(ids)
                    .maxTokens(most)
                    .sampler(sampling.over(opened, ids))
                    .stopStrings(new StopStrings(tokenizer.streamingDecoder(), stops))
                    .stopTokens(ignoreEnd ? List.of() : ends(tokenizer));
            document.ifPresent(fragment -> request.constraint(
                    Grammar.of(fragment, TokenVocabulary.of(tokenizer)).begin()));
            if (json) {
                Json.print(shell, whole(session, request, tokenizer));
            } else {
                stream(session, request, tokenizer);
            }
        }
        return ExitCode.DONE.number();
    }

    private void check() {
        if (most < 1) {
            throw new UsageException("-n: expected at least 1 token, found " + most);
        }
        if (stops.contains("")) {
            throw new UsageException("--stop: expected at least one character, found none");
        }
        if (schema != null && ignoreEnd) {
            throw new UsageException("--schema: a document ends where it ends; leave out --ignore-end");
        }
        if (alternatives != null && alternatives < 0) {
            throw new UsageException("--logprobs: expected 0 or more, found " + alternatives);
        }
        if (alternatives != null && !json) {
            throw new UsageException("--logprobs: expected --json beside it, which they are a part of");
        }
    }

    private Optional<Fragment> document() {
        if (schema == null) {
            return Optional.empty();
        }
        JsonNode json = Json.read(shell, "--schema", schema);
        try {
            return Optional.of(Fragment.json(json, SchemaRules.document()));
        } catch (UnsupportedSchemaException refused) {
            throw new UsageException("--schema " + schema + ": " + refused.getMessage(), refused);
        }
    }

    private static List<Integer> ends(BpeTokenizer tokenizer) {
        return IntStream.range(0, tokenizer.vocabulary().size())
                .filter(tokenizer.specialTokens()::endsTurn)
                .boxed()
                .toList();
    }

    private ObjectNode whole(InferenceSession session, GenerationRequest.Builder request, BpeTokenizer tokenizer) {
        ObjectNode made = Json.object();
        ArrayNode probabilities = Json.array();
        if (alternatives != null) {
            request.logProbabilities(alternatives, told -> probabilities.add(json(told)));
        }
        GenerationOutcome outcome;
        try (var _ = Waiting.on(new Screen(shell), "writing", most + " tokens at most")) {
            outcome = session.generate(request.build());
        }
        int[] ids = outcome.tokens().stream().mapToInt(Integer::intValue).toArray();
        StopCut cut = new StopCut(stops);
        made.set("tokens", Json.array(ids));
        made.put("text", cut.accept(tokenizer.decode(ids)) + cut.finish());
        return alternatives == null ? made : made.set("logprobs", probabilities);
    }

    private static ObjectNode json(TokenLogProbability told) {
        ObjectNode token = Json.object().put("id", told.token()).put("logprob", told.logProbability());
        ArrayNode top = token.putArray("top");
        told.top()
                .stream()
                .filter(each -> Double.isFinite(each.logProbability())) // not the rows that stand for no text
                .forEach(each -> top.addObject().put("id", each.token()).put("logprob", each.logProbability()));
        return token;
    }

    /** Shows what comes as it comes, and stops when nobody listens any more. */
    private void stream(InferenceSession session, GenerationRequest.Builder request, BpeTokenizer tokenizer) {
        StreamingDecoder decoder = tokenizer.streamingDecoder();
        StopCut cut = new StopCut(stops);
        boolean[] unheard = new boolean[1];
        session.generate(request.listener(token -> {
            show(cut.accept(decoder.accept(token)));
            unheard[0] = shell.out().checkError();
        }).cancellation(() -> unheard[0]).build());
        show(cut.accept(decoder.finish()) + cut.finish());
        shell.out().println();
    }

    private void show(String text) {
        shell.out().print(shell.terminal().isOutput() ? Visible.text(text) : text);
        shell.out().flush();
    }
}
