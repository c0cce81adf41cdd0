package dev.qwenagent.examples.cli;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.plan.ThinkingMode;
import dev.qwenagent.examples.cli.config.Config;
import dev.qwenagent.examples.cli.console.Screen;
import dev.qwenagent.examples.cli.console.Waiting;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.models.GenerationSettings;
import dev.qwenagent.runtime.models.ModelName;
import dev.qwenagent.runtime.models.Models;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model, and how it thinks and picks its tokens. */
final class ModelOptions {

    @Option(names = "--model", paramLabel = "MODEL", defaultValue = "demo", //
            description = "demo, the path of a .gguf file, qwen:NAME, or openai:URL#NAME, where vllm, sglang, llamacpp,"
                    + " ollama, softswitch or plain in place of openai names the kind of server, and +json, +xml or +react"
                    + " behind it is for a server without tool calls; ${DEFAULT-VALUE} if not said")
    private String model = "demo";

    @Option(names = "--fallback-model", paramLabel = "MODEL", //
            description = "Goes on where the model fails, or may not read what is confidential, e.g. demo or a .gguf file")
    private List<String> fallbacks = new ArrayList<>();

    @Option(names = "--offline", negatable = true, fallbackValue = "true", description = "Refuse a model that is not in this process")
    private boolean offline;

    @Option(names = "--thinking", paramLabel = "on|off|auto", defaultValue = "AUTO", //
            description = "Whether the model thinks before it speaks; as it does by default if not said")
    private ThinkingMode.Setting thinking = ThinkingMode.Setting.AUTO;

    @Option(names = "--thinking-budget", paramLabel = "TOKENS", description = "Tokens that one thought may have")
    private @Nullable Integer thinkingBudget;

    @Option(names = "--temperature", paramLabel = "T", description = "0 for the likeliest token always")
    private @Nullable Double temperature;

    @Option(names = "--top-p", paramLabel = "P", description = "Keep the tokens whose probabilities add up to P")
    private @Nullable Double topP;

    @Option(names = "--top-k", paramLabel = "K", description = "Keep the K likeliest tokens")
    private @Nullable Integer topK;

    @Option(names = "--seed", paramLabel = "SEED", description = "Make sampling repeatable")
    private @Nullable Long seed;

    @Option(names = "--max-tokens", paramLabel = "N", description = "Tokens that one reply may have")
    private @Nullable Integer maxTokens;

    @Option(names = "--no-constrain", //
            description = "Let a model in this process write calls as it will, not held to the schemas of its tools")
    private boolean unconstrained;

    /** The model's name. */
    String name() {
        return model;
    }

    ThinkingMode thinking() {
        var mode = new ThinkingMode(thinking, ThinkingMode.UNLIMITED);
        try {
            return thinkingBudget == null ? mode : mode.withBudget(thinkingBudget);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--thinking-budget: " + e.getMessage(), e);
        }
    }

    GenerationSettings settings() {
        try {
            return new GenerationSettings(temperature, topP, topK, seed, maxTokens);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    /** Opens the model, and says so if that takes long. */
    AgentModel open(Shell shell, Screen screen) {
        checkName();
        return open(shell, screen, model);
    }

    /** Opens the models that go on where the first fails or may not: those of the command line, or else of the settings. */
    List<AgentModel> fallbacks(Shell shell, Config config, Screen screen) {
        List<String> names = fallbackNames(config);
        names.forEach(name -> checkName("--fallback-model", name));
        return names.stream().map(name -> open(shell, screen, name)).toList();
    }

    private List<String> fallbackNames(Config config) {
        return fallbacks.isEmpty() ? config.user().list("fallback-model") : fallbacks;
    }

    /** The models that go on where the first may not, none of which can be asked. */
    List<AgentModel> unopenedFallbacks(Config config) {
        return fallbackNames(config).stream()
                .map(name -> AgentModel.of(name, new StreamingChatModel() {}).withProfile(Models.profile(name)))
                .toList();
    }

    private AgentModel open(Shell shell, Screen screen, String name) {
        try (var _ = Waiting.on(screen, "loading", "the model " + name)) {
            AgentModel opened = shell.models().apply(name);
            return unconstrained ? opened.unconstrained() : opened;
        }
    }

    /** Refuses a name that is none, and a remote one where it must not be. */
    void checkName() {
        checkName("--model", model);
    }

    private void checkName(String by, String name) {
        try {
            boolean remote = switch (ModelName.parse(name)) {
                case ModelName.Demo _,ModelName.File _ -> false;
                case ModelName.Qwen _,ModelName.OpenAi _,ModelName.OpenAiText _ -> true;
            };
            if (remote && offline) {
                throw new UsageException("--offline: expected a model in this process, demo or a .gguf file; found "
                        + name);
            }
        } catch (AgentException e) {
            throw new UsageException(by + ": " + e.getMessage(), e);
        }
    }
}
