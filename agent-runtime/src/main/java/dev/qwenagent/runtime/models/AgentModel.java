package dev.qwenagent.runtime.models;

import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.local.LocalChatModel;
import dev.qwenagent.memory.ApproximateTokenCount;
import dev.qwenagent.runtime.remote.QwenChatModel;

/**
 * A chat model with what an agent needs to know of it.
 *
 * @param chat the model
 * @param profile where it runs and what it may see
 * @param style how it is told to think and to sample
 * @param tokens counts its tokens, exactly where its tokenizer is at hand
 * @param contextTokens tokens of prompt and reply together
 * @param resource what is closed with the agent that opened it
 */
public record AgentModel(
        StreamingChatModel chat,
        ModelProfile profile,
        RequestStyle style,
        TokenCountEstimator tokens,
        int contextTokens,
        Resource resource) {

    /** A context that every model in use today has. */
    public static final int COMMON_CONTEXT = 32_768;

    /** What a model holds; closing twice is harmless. */
    @FunctionalInterface
    public interface Resource extends AutoCloseable {
        /** Nothing to close: whoever made the model closes it. */
        Resource NONE = () -> {};

        @Override
        void close();
    }

    /**
     * A model that the caller made and closes; it counts as remote, since nothing is known of where it runs. A
     * {@link QwenChatModel} is told to think as it can be, and does not try again by itself, since the agent does.
     */
    public static AgentModel of(String name, StreamingChatModel chat) {
        if (chat instanceof QwenChatModel qwen) {
            return RemoteModels.of(name, qwen, Resource.NONE);
        }
        return new AgentModel(
                chat,
                ModelProfile.remote(name),
                RequestStyle.COMMON,
                new ApproximateTokenCount(),
                COMMON_CONTEXT,
                Resource.NONE);
    }

    /** A model that does not stream, which the caller made and closes; see {@link #of(String, StreamingChatModel)}. */
    public static AgentModel of(String name, ChatModel chat) {
        return of(name, new WholeReplyStream(chat));
    }

    /** The same model, seen by others as this profile says. */
    public AgentModel withProfile(ModelProfile newProfile) {
        return new AgentModel(chat, newProfile, style, tokens, contextTokens, resource);
    }

    /**
     * The same model writing calls as it will, in place of being held to the schemas of its tools while it writes. Only a
     * model in this process is held to them; another one is given back as it is.
     */
    public AgentModel unconstrained() {
        return chat instanceof LocalChatModel local
                ? new AgentModel(local.unconstrained(), profile, style, tokens, contextTokens, resource)
                : this;
    }
}
