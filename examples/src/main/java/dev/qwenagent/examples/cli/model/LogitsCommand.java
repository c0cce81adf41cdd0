package dev.qwenagent.examples.cli.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.examples.cli.console.Screen;
import dev.qwenagent.examples.cli.console.Visible;
import dev.qwenagent.examples.cli.console.Waiting;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.local.model.Model;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The scores of what may follow. */
@Command(name = "logits", mixinStandardHelpOptions = true, //
        description = "Print the scores of the tokens that may follow, at every position of a prompt.", //
        footer = {"",
            "JSON: {\"tokens\": [ids], \"positions\": [{\"position\": 0, \"top\": [{\"id\": .., \"logit\": ..}]}],",
            "\"last\": [every logit of the last position]}"})
final class LogitsCommand implements Callable<Integer> {

    @Mixin
    private ModelChoice model = new ModelChoice();

    @ArgGroup(multiplicity = "1")
    private PromptChoice prompt = new PromptChoice();

    @Option(names = "--top", paramLabel = "K", defaultValue = "10", //
            description = "How many of the likeliest tokens; ${DEFAULT-VALUE} if not said")
    private int top = 10;

    @Option(names = "--batch-size", paramLabel = "N", defaultValue = "" + PromptLogits.USUAL_ROWS, //
            description = "The most tokens to take in at once; ${DEFAULT-VALUE} if not said")
    private int batchSize = PromptLogits.USUAL_ROWS;

    @Option(names = "--json", description = "Print one JSON object, with every logit of the last position")
    private boolean json;

    private final Shell shell;

    LogitsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (top < 1) {
            throw new UsageException("--top: expected at least 1, found " + top);
        }
        if (batchSize < 1) {
            throw new UsageException("--batch-size: expected at least 1, found " + batchSize);
        }
        try (Model opened = model.open(shell)) {
            BpeTokenizer tokenizer = BpeTokenizer.from(opened.metadata());
            int[] tokens = prompt.of(opened, tokenizer);
            List<List<TopTokens.Scored>> positions = new ArrayList<>();
            float[] last = new float[opened.config().vocabulary()];
            try (var _ = Waiting.on(new Screen(shell), "computing", tokens.length + " tokens")) {
                PromptLogits.compute(opened, tokens, batchSize, (_, logits) -> {
                    positions.add(TopTokens.of(logits, top));
                    System.arraycopy(logits, 0, last, 0, last.length);
                });
            }
            if (json) {
                Json.print(shell, json(tokens, positions, last));
            } else {
                print(tokenizer, tokens, positions);
            }
        }
        return ExitCode.DONE.number();
    }

    private static ObjectNode json(int[] tokens, List<List<TopTokens.Scored>> positions, float[] last) {
        ObjectNode all = Json.object();
        all.set("tokens", Json.array(tokens));
        ArrayNode list = all.putArray("positions");
        for (int i = 0; i < positions.size(); i++) {
            ArrayNode likeliest = list.addObject().put("position", i).putArray("top");
            positions.get(i).forEach(each -> likeliest.addObject().put("id", each.id()).put("logit", each.logit()));
        }
        ArrayNode scores = all.putArray("last");
        for (float logit : last) {
            scores.add(logit);
        }
        return all;
    }

    private void print(BpeTokenizer tokenizer, int[] tokens, List<List<TopTokens.Scored>> positions) {
        for (int i = 0; i < tokens.length; i++) {
            shell.out().printf("%d: %s%n", i, token(tokenizer, tokens[i]));
            for (TopTokens.Scored each : positions.get(i)) {
                shell.out().printf(Locale.ROOT, "  %10.5f  %s%n", each.logit(), token(tokenizer, each.id()));
            }
        }
    }

    /** The rows of the embedding may be more than the tokens that have a text. */
    private static String token(BpeTokenizer tokenizer, int id) {
        if (id >= tokenizer.vocabulary().size()) {
            return Integer.toString(id);
        }
        return id + " '" + Visible.text(tokenizer.decode(id)).replace("\n", "\\n") + "'";
    }
}
