package dev.qwenagent.runtime.models;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.memory.ApproximateTokenCount;
import dev.qwenagent.runtime.remote.KnownModel;
import dev.qwenagent.runtime.remote.QwenChatModel;
import dev.qwenagent.runtime.remote.ServerFamily;
import dev.qwenagent.runtime.remote.TextToolCallModel;
import dev.qwenagent.runtime.retry.RetryPolicy;

/** Our models on servers, as an agent takes them: without retries of their own, since the loop makes and tells them. */
final class RemoteModels {

    private RemoteModels() {}

    /** A model with native tool calls. */
    static AgentModel of(String name, QwenChatModel server, AgentModel.Resource resource) {
        return of(name, server, server.withRetries(RetryPolicy.NONE), resource);
    }

    /** A model that writes its calls as text; it is closed with the agent. */
    static AgentModel ofText(String name, QwenChatModel server, ModelName.OpenAiText asked) {
        var text = TextToolCallModel.over(server.withRetries(RetryPolicy.NONE), asked.format(), asked.opening());
        return of(name, server, text, server::close);
    }

    private static AgentModel of(String name, QwenChatModel server, StreamingChatModel chat,
            AgentModel.Resource resource) {
        int context = server.endpoint().family() == ServerFamily.MODEL_STUDIO
                ? KnownModel.of(server.defaultRequestParameters().modelName()).contextTokens()
                : AgentModel.COMMON_CONTEXT;
        return new AgentModel(
                chat,
                ModelProfile.remote(name),
                RequestStyles::qwen,
                new ApproximateTokenCount(),
                context,
                resource);
    }
}
