package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.console.Screen;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.memory.FileConversationStore;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.journal.Journals;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code run} and {@code chat} can say of an agent beside which one it is. */
final class AgentOptions {

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--system", paramLabel = "TEXT", description = "What the model is told at the front")
    private @Nullable String system;

    @Option(names = "--journal", paramLabel = "DIR", description = "Write every step down in this folder")
    private @Nullable Path journal;

    OutputOptions output() {
        return output;
    }

    String modelName() {
        return model.name();
    }

    /** What is known of the data. */
    DataOptions data() {
        return data;
    }

    /** Opens the models and gives the agent all of this. */
    AgentBuilder build(Shell shell, AgentBuilder builder, Screen screen) {
        builder.thinking(model.thinking()).settings(model.settings()).limits(limits.limits());
        builder.conversations(new FileConversationStore(shell.folders().conversations()));
        if (system != null) {
            builder.system(system);
        }
        if (journal != null) {
            builder.journal(Journals.in(shell.folders().working().resolve(journal)));
        }
        builder.model(model.open(shell, screen), "named " + model.name());
        model.fallbacks(shell, screen).forEach(builder::fallbackModel);
        return builder;
    }
}
