package dev.qwenagent.runtime.models;

import dev.langchain4j.exception.LangChain4jException;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.local.DemoModel;
import dev.qwenagent.local.LocalChatModel;
import dev.qwenagent.local.LocalModelException;
import dev.qwenagent.memory.ApproximateTokenCount;
import dev.qwenagent.runtime.remote.Endpoint;
import dev.qwenagent.runtime.remote.QwenChatModel;
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
                    remote(name, QwenChatModel.builder()
                            .endpoint(Endpoint.modelStudio(System.getenv()))
                            .modelName(qwen.name())
                            .build(), QWEN_CONTEXT);
                case ModelName.OpenAi server -> remote(
                        name,
                        QwenChatModel.builder()
                                .endpoint(Endpoint.openAi(server.url()))
                                .modelName(server.name())
                                .build(),
                        AgentModel.COMMON_CONTEXT);
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

    private static AgentModel remote(String name, QwenChatModel model, int context) {
        return new AgentModel(
                model,
                ModelProfile.remote(name),
                RequestStyles::qwen,
                new ApproximateTokenCount(),
                context,
                model::close);
    }
}
