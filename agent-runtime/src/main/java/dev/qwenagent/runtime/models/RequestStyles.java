package dev.qwenagent.runtime.models;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.qwenagent.api.plan.ThinkingMode;
import dev.qwenagent.local.LocalChatRequestParameters;
import dev.qwenagent.local.chat.Thinking;
import dev.qwenagent.runtime.remote.QwenChatRequestParameters;

/** The request styles of our own models. */
final class RequestStyles {

    private RequestStyles() {}

    static ChatRequestParameters local(ThinkingMode mode, GenerationSettings settings) {
        var parameters = LocalChatRequestParameters.builder();
        set(parameters, settings);
        parameters.thinking(switch (mode.setting()) {
            case AUTO -> Thinking.AUTO;
            case ON -> Thinking.ON;
            case OFF -> Thinking.OFF;
        });
        if (mode.isBounded()) {
            parameters.thinkingBudget(mode.budget());
        }
        if (settings.seed() != null) {
            parameters.seed(settings.seed());
        }
        return parameters.build();
    }

    static ChatRequestParameters qwen(ThinkingMode mode, GenerationSettings settings) {
        var parameters = QwenChatRequestParameters.builder();
        set(parameters, settings);
        parameters.seed(settings.seed());
        switch (mode.setting()) {
            case AUTO -> {
            }
            case ON -> parameters.thinking(QwenChatRequestParameters.Thinking.ON);
            case OFF -> parameters.thinking(QwenChatRequestParameters.Thinking.OFF);
        }
        if (mode.isBounded()) {
            parameters.thinkingBudget(mode.budget());
        }
        return parameters.build();
    }

    static ChatRequestParameters common(ThinkingMode mode, GenerationSettings settings) {
        var parameters = ChatRequestParameters.builder();
        set(parameters, settings);
        return parameters.build();
    }

    private static void set(DefaultChatRequestParameters.Builder<?> parameters, GenerationSettings settings) {
        parameters.temperature(settings.temperature())
                .topP(settings.topP())
                .topK(settings.topK())
                .maxOutputTokens(settings.maxOutputTokens());
    }
}
