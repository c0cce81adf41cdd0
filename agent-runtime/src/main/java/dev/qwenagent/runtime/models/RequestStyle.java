package dev.qwenagent.runtime.models;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.qwenagent.api.plan.ThinkingMode;

/** How a kind of model is told to think and to sample, which LangChain4j's common parameters cannot say. */
@FunctionalInterface
public interface RequestStyle {

    /** What every LangChain4j model understands; the thinking mode and the seed are left to the model. */
    RequestStyle COMMON = RequestStyles::common;

    /** The parameters of a request, in the model's own type where it has one. */
    ChatRequestParameters parameters(ThinkingMode thinking, GenerationSettings settings);
}
