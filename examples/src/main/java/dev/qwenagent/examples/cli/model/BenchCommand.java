package dev.qwenagent.examples.cli.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.qwenagent.examples.cli.console.Screen;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.local.model.Model;
import dev.qwenagent.local.model.WeightPlacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast a model is on this machine. */
@Command(name = "bench", mixinStandardHelpOptions = true, //
        description = "Measure how fast a model takes in a prompt (pp) and makes tokens (tg).", //
        footer = {"", "Each test warms up for three seconds or a repetition, whichever is longer. JSON: a list of",
            "{\"test\": \"pp512\", \"threads\": 2, \"tokens_per_second\": .., \"stddev\": ..}, with the threads that were used."})
final class BenchCommand implements Callable<Integer> {

    @Mixin
    private ModelChoice model = new ModelChoice();

    @Option(names = "-p", paramLabel = "TOKENS", defaultValue = "512", //
            description = "Tokens of the prompt, 0 for no such test; ${DEFAULT-VALUE} if not said")
    private int prompt = 512;

    @Option(names = "-n", paramLabel = "TOKENS", defaultValue = "64", //
            description = "Tokens to make, 0 for no such test; ${DEFAULT-VALUE} if not said")
    private int made = 64;

    @Option(names = "-t", paramLabel = "THREADS", //
            description = "Threads that compute at once, as many as processors if not said; a small model uses one")
    private @Nullable Integer threads;

    @Option(names = "-r", paramLabel = "N", defaultValue = "5", description = "Repetitions; ${DEFAULT-VALUE} if not said")
    private int repetitions = 5;

    @Option(names = "--repack", description = {
        "Repack weights in Q4_0, Q4_K and Q6_K first: faster tokens for as much memory again,",
        "see model info --repack"})
    private boolean repack;

    @Option(names = "--json", description = "Print one JSON list")
    private boolean json;

    private final Shell shell;

    BenchCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        check();
        Screen screen = new Screen(shell);
        int wanted = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        try (Model opened = open(wanted)) {
            checkContext(opened.config().contextLength());
            if (threads != null && opened.threads() != threads) {
                screen.line("threads", "this model computes with %d, not %d: %s".formatted(opened.threads(), threads,
                        opened.kernels()));
            }
            List<Benchmark.Result> results = results(new Benchmark(opened, repetitions, screen));
            if (json) {
                Json.print(shell, json(results));
            } else {
                print(opened, results);
            }
        }
        return ExitCode.DONE.number();
    }

    private Model open(int wanted) {
        return repack ? model.open(shell, WeightPlacement.REPACKED, wanted) : model.open(shell, wanted);
    }

    private void check() {
        if (prompt < 0 || made < 0 || prompt + made == 0) {
            throw new UsageException(
                    "-p and -n: expected 0 or more tokens each and one of them above 0, found %d and %d"
                            .formatted(prompt, made));
        }
        if (repetitions < 1) {
            throw new UsageException("-r: expected at least 1, found " + repetitions);
        }
        if (threads != null && threads < 1) {
            throw new UsageException("-t: expected at least 1, found " + threads);
        }
    }

    private void checkContext(int context) {
        int needed = Math.max(prompt + 1, made + 2);
        if (needed > context) {
            throw new UsageException("-p and -n: expected tests that fit in the model's context of %d tokens, found %d"
                    .formatted(context, needed));
        }
    }

    private List<Benchmark.Result> results(Benchmark benchmark) {
        List<Benchmark.Result> results = new ArrayList<>();
        if (prompt > 0) {
            results.add(benchmark.prefill(prompt));
        }
        if (made > 0) {
            results.add(benchmark.decode(made));
        }
        return results;
    }

    private static ArrayNode json(List<Benchmark.Result> results) {
        ArrayNode list = Json.array();
        for (Benchmark.Result result : results) {
            list.addObject()
                    .put("test", result.test())
                    .put("threads", result.threads())
                    .put("tokens_per_second", result.tokensPerSecond())
                    .put("stddev", result.deviation());
        }
        return list;
    }

    private void print(Model opened, List<Benchmark.Result> results) {
        shell.out().println("model    " + ModelFacts.line(model.name(), opened.file()));
        shell.out().println("machine  " + Machine.hardware());
        shell.out().println("java     " + Machine.java());
        shell.out().println("kernels  " + opened.kernels());
        shell.out()
                .println("command  model bench %s -p %d -n %d -t %d -r %d%s".formatted(model.name(), prompt, made,
                        opened.threads(), repetitions, repack ? " --repack" : ""));
        shell.out().println();
        shell.out().printf("%-10s %8s %12s %10s%n", "test", "threads", "tokens/s", "stddev");
        for (Benchmark.Result result : results) {
            shell.out()
                    .printf(Locale.ROOT, "%-10s %8d %12.2f %10.2f%n", result.test(), result.threads(),
                            result.tokensPerSecond(), result.deviation());
        }
    }
}
