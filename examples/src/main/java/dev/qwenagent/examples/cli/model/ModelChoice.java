package dev.qwenagent.examples.cli.model;

import dev.qwenagent.examples.cli.console.Screen;
import dev.qwenagent.examples.cli.console.Waiting;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.local.CacheFolder;
import dev.qwenagent.local.DemoModel;
import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.model.Model;
import dev.qwenagent.local.model.WeightPlacement;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Parameters;

/** The model file that a command looks into. */
final class ModelChoice {

    @Parameters(paramLabel = "FILE", description = "The path of a .gguf file, or demo")
    private String file = DemoModel.NAME;

    /** As it was said. */
    String name() {
        return file;
    }

    /** Reads what the file says, without its weights; the caller closes it. */
    GgufFile read(Shell shell) {
        return GgufFile.open(path(shell));
    }

    /** Opens the model, and says so if that takes long; the caller closes it. */
    Model open(Shell shell) {
        return open(shell, Model::open);
    }

    /** Opens the model to compute with a number of threads; the caller closes it. */
    Model open(Shell shell, int threads) {
        return open(shell, path -> Model.open(path, threads));
    }

    /** Opens the model with its weights in a certain place; the caller closes it. */
    Model open(Shell shell, WeightPlacement placement, int threads) {
        return open(shell, path -> Model.open(path, placement, threads));
    }

    private Model open(Shell shell, Function<Path, Model> opener) {
        try (var _ = Waiting.on(new Screen(shell), "loading", "the model " + file)) {
            return opener.apply(path(shell));
        }
    }

    private Path path(Shell shell) {
        if (file.equals(DemoModel.NAME)) {
            return DemoModel.file(CacheFolder.of(shell.environment()));
        }
        return shell.folders().working().resolve(file);
    }
}
