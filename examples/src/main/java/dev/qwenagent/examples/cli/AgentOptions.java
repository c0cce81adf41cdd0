package dev.qwenagent.examples.cli;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.examples.cli.config.Config;
import dev.qwenagent.examples.cli.console.Screen;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.memory.FileConversationStore;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.cost.PriceFile;
import dev.qwenagent.runtime.journal.Redaction;
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

    @Mixin
    private JournalOptions journal = new JournalOptions();

    @Mixin
    private RedactionOptions redaction = new RedactionOptions();

    @Option(names = "--no-journal", description = "Write nothing down; the run cannot be resumed or looked at later")
    private boolean noJournal;

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

    JournalOptions journal() {
        return journal;
    }

    /** What is blacked out of what is written down. */
    Redaction redaction() {
        return redaction.redaction();
    }

    /** Opens the journal; one that keeps nothing if none is wanted. */
    RunJournal openJournal(Shell shell) {
        if (noJournal) {
            return RunJournal.NONE;
        }
        try {
            return journal.open(shell, redaction());
        } catch (AgentException e) {
            throw new AgentException(e.getMessage() + "; --no-journal runs without writing anything down", e);
        }
    }

    /** Gives the agent all of this but its models. */
    AgentBuilder give(Shell shell, Config config, AgentBuilder builder) {
        builder.thinking(model.thinking()).settings(model.settings()).limits(limits.limits(config));
        builder.prices(PriceFile.read(shell.folders().prices()));
        builder.conversations(new FileConversationStore(shell.folders().conversations()));
        if (system != null) {
            builder.system(system);
        }
        return builder;
    }

    /** Opens the models and gives the agent all of this. */
    AgentBuilder build(Shell shell, Config config, AgentBuilder builder, Screen screen) {
        give(shell, config, builder).model(model.open(shell, screen), "named " + model.name());
        model.fallbacks(shell, config, screen).forEach(builder::fallbackModel);
        return builder;
    }

    /** Gives the agent all of this with models that cannot be asked: to replay what was recorded. */
    AgentBuilder buildUnopened(Shell shell, Config config, AgentBuilder builder) {
        give(shell, config, builder).model(model.name());
        model.unopenedFallbacks(config).forEach(builder::fallbackModel);
        return builder;
    }
}
