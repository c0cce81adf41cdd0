package dev.qwenagent.runtime.models;

import dev.langchain4j.exception.LangChain4jException;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.local.DemoModel;
import dev.qwenagent.local.LocalChatModel;
import dev.qwenagent.local.LocalModelException;
import dev.qwenagent.runtime.remote.Endpoint;
import dev.qwenagent.runtime.remote.QwenChatModel;
import java.nio.file.Path;
import java.util.Map;

/** Opens models by their names. */
public final class Models {

    private Models() {}

    /**
     * Opens a model, with addresses and keys from the environment of the process; see {@link #open(String, Map)}.
     *
     * @throws AgentException if the name is none, or the model cannot be opened, with what to do
     */
    public static AgentModel open(String name) {
        return open(name, System.getenv());
    }

    /**
     * Opens a model; whoever opened it closes its {@link AgentModel#resource()}.
     *
     * @param name as {@link ModelName#parse} reads it
     * @param environment where the addresses and the keys of servers are looked for
     * @throws AgentException if the name is none, or the model cannot be opened, with what to do
     */
    public static AgentModel open(String name, Map<String, String> environment) {
        try {
            return switch (ModelName.parse(name)) {
                case ModelName.Demo() -> local(name, DemoModel.open());
                case ModelName.File(Path path) -> local(name, LocalChatModel.open(path));
                case ModelName.Qwen(String model) -> {
                    QwenChatModel server = server(Endpoint.modelStudio(environment), model, environment);
                    yield RemoteModels.of(name, server, server::close);
                }
                case ModelName.OpenAi address -> {
                    QwenChatModel server = server(address, environment);
                    yield RemoteModels.of(name, server, server::close);
                }
                case ModelName.OpenAiText text ->
                    RemoteModels.ofText(name, server(text.server(), environment), text);
            };
        } catch (LocalModelException | LangChain4jException | IllegalArgumentException e) {
            // An address that is none is an illegal argument to the remote model, and a wrong name to our caller.
            throw new AgentException(e.getMessage(), e);
        }
    }

    /**
     * Where a model of this name runs and what it may see, without opening it.
     *
     * @throws AgentException if the name is none
     */
    public static ModelProfile profile(String name) {
        return switch (ModelName.parse(name)) {
            case ModelName.Demo _,ModelName.File _ -> ModelProfile.inProcess(name);
            case ModelName.Qwen _,ModelName.OpenAi _,ModelName.OpenAiText _ -> ModelProfile.remote(name);
        };
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

    private static QwenChatModel server(ModelName.OpenAi address, Map<String, String> environment) {
        return server(new Endpoint(address.url(), address.family()), address.name(), environment);
    }

    private static QwenChatModel server(Endpoint endpoint, String model, Map<String, String> environment) {
        return QwenChatModel.builder().endpoint(endpoint).environment(environment).modelName(model).build();
    }
}
