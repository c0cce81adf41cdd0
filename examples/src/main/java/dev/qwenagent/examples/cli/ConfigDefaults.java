package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.config.Config;
import dev.qwenagent.examples.cli.shell.Folders;
import dev.qwenagent.examples.cli.shell.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Takes what was not said on the command line from the settings files, which are read once, when they are first needed. */
final class ConfigDefaults implements IDefaultValueProvider {

    private final Folders folders;
    private @Nullable Config config;
    private @Nullable UsageException problem;

    ConfigDefaults(Folders folders) {
        this.folders = folders;
    }

    /** The settings, or the complaint about them. */
    Config config() {
        if (problem != null) {
            throw problem;
        }
        if (config == null) {
            try {
                config = Config.read(folders);
            } catch (UsageException e) {
                problem = e;
                throw e;
            }
        }
        return config;
    }

    /** A wrong file is no reason to refuse help: the command itself complains when it asks for the settings. */
    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.isMultiValue()) {
            return null;
        }
        try {
            return config().value(option.longestName().substring(2)).orElse(null);
        } catch (UsageException e) {
            return null;
        }
    }
}
