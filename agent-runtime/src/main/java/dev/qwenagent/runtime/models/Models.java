package dev.qwenagent.runtime.models;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.local.DemoModel;
import dev.qwenagent.local.LocalChatModel;
import dev.qwenagent.local.LocalModelException;
import dev.qwenagent.local.chat.CallFormat;
import dev.qwenagent.memory.ApproximateTokenCount;
import dev.qwenagent.runtime.remote.Endpoint;
import dev.qwenagent.runtime.remote.QwenChatModel;
import dev.qwenagent.runtime.remote.TextToolCallModel;
import java.net.URI;
import java.nio.file.Path;

/** Opens models by their names. */
public final class Models {

    /** What every model of Model Studio in use can take. */
    private static final int QWEN_CONTEXT = 131_072;

    private Models() {}

    /**
     * Opens a model; whoever opened it closes its {@link AgentModel#resource()}.
     *
     * @param name as {@link ModelName#parse} reads it
     * @throws AgentException if the name is none, or the model cannot be opened, with what to do
     */
    public static AgentModel open(String name) {
        try {
            return switch (ModelName.parse(name)) {
                case ModelName.Demo() -> local(name, DemoModel.open());
                case ModelName.File(Path path) -> local(name, LocalChatModel.open(path));
                case ModelName.Qwen qwen ->
                    remote(name, server(Endpoint.modelStudio(System.getenv()), qwen.name()), QWEN_CONTEXT);
                case ModelName.OpenAi(URI url, String model) ->
                    remote(name, server(Endpoint.openAi(url), model), AgentModel.COMMON_CONTEXT);
                case ModelName.OpenAiText(URI url, String model, CallFormat format) ->
                    remoteText(name, server(Endpoint.openAi(url), model), format);
            };
        } catch (LocalModelException | LangChain4jException | IllegalArgumentException e) {
            // An address that is none is an illegal argument to the remote model, and a wrong name to our caller.
            throw new AgentException(e.getMessage(), e);
        }
    }

    private static AgentModel local(String name, LocalChatModel model) {
        return new AgentModel(
                model,
                ModelProfile.inProcess(name),
                RequestStyles::local,
                model.tokenCountEstimator(),
                model.contextLength(),
                model::close);
    }

    private static QwenChatModel server(Endpoint endpoint, String model) {
        return QwenChatModel.builder().endpoint(endpoint).modelName(model).build();
    }

    private static AgentModel remote(String name, QwenChatModel model, int context) {
        return remote(name, model, context, model::close);
    }

    private static AgentModel remoteText(String name, QwenChatModel server, CallFormat format) {
        return remote(name, TextToolCallModel.over(server, format), AgentModel.COMMON_CONTEXT, server::close);
    }

    private static AgentModel remote(String name, StreamingChatModel model, int context,
            AgentModel.Resource resource) {
        return new AgentModel(
                model,
                ModelProfile.remote(name),
                RequestStyles::qwen,
                new ApproximateTokenCount(),
                context,
                resource);
    }
}
