package dev.qwenagent.local;

import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link LocalChatModel}. */
public final class LocalChatModelBuilder {

    private final Path file;
    private String name;
    private @Nullable Integer contextLength;
    private LocalChatRequestParameters defaults = LocalChatRequestParameters.builder().build();
    private List<ChatModelListener> listeners = List.of();
    private LocalChatModel.Holding holding = LocalChatModel.Holding.SCHEMAS;

    LocalChatModelBuilder(Path file) {
        this.file = file;
        this.name = String.valueOf(file.getFileName()).replaceFirst("\\.gguf$", "");
    }

    /** The name under which replies come; the file's own, without its ending, unless given. */
    public LocalChatModelBuilder name(String given) {
        name = given;
        return this;
    }

    /** Most tokens of a prompt and its reply together; the model's own limit unless given. */
    public LocalChatModelBuilder contextLength(int tokens) {
        contextLength = tokens;
        return this;
    }

    /** What holds for every request that does not say otherwise. */
    public LocalChatModelBuilder defaultRequestParameters(ChatRequestParameters parameters) {
        defaults = LocalChatRequestParameters.builder().overrideWith(parameters).build();
        return this;
    }

    /** Who is told of requests and responses, as LangChain4j defines it. */
    public LocalChatModelBuilder listeners(List<ChatModelListener> told) {
        listeners = List.copyOf(told);
        return this;
    }

    /**
     * Lets the model write calls as it will, in place of holding them to the schemas of their tools while they are written;
     * for comparison. Structured answers and required calls are then not supported.
     */
    public LocalChatModelBuilder unconstrained() {
        holding = LocalChatModel.Holding.NOTHING;
        return this;
    }

    LocalChatModel.Holding holding() {
        return holding;
    }

    @Nullable
    Integer contextLength() {
        return contextLength;
    }

    String name() {
        return name;
    }

    LocalChatRequestParameters defaults() {
        return defaults;
    }

    List<ChatModelListener> listeners() {
        return listeners;
    }

    /**
     * Opens the model.
     *
     * @throws LocalModelException if the file cannot be read, is damaged, or holds a model that is not supported
     * @throws IllegalArgumentException if the model has not that long a context
     */
    public LocalChatModel build() {
        LoadedModel loaded = LoadedModel.open(file);
        boolean opened = false;
        try {
            LocalChatModel model = new LocalChatModel(this, loaded);
            opened = true;
            return model;
        } finally {
            if (!opened) {
                loaded.close();
            }
        }
    }
}
