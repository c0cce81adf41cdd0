package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.plan.ThinkingMode;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.models.GenerationSettings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameters of a run's requests; those of one turn are mostly those of the next, and then are the same object. */
final class RequestParameters {

    private @Nullable Known last;

    private record Known(AgentModel asked, ThinkingMode thinking, GenerationSettings settings,
            List<ToolSpecification> tools, Optional<ResponseFormat> format, ChatRequestParameters parameters) {

        boolean areOf(AgentModel model, ThinkingMode mode, GenerationSettings picking,
                ModelRequests.Question question) {
            return model == asked && mode.equals(thinking) && picking.equals(settings) && question.tools() == tools
                    && question.format().equals(format);
        }
    }

    ChatRequestParameters of(AgentModel asked, ThinkingMode thinking, GenerationSettings settings,
            ModelRequests.Question question) {
        if (last == null || !last.areOf(asked, thinking, settings, question)) {
            var more = DefaultChatRequestParameters.builder().toolSpecifications(question.tools());
            question.format().filter(_ -> isHeldToFormats(asked)).ifPresent(more::responseFormat);
            last = new Known(asked, thinking, settings, question.tools(), question.format(),
                    asked.style().parameters(thinking, settings).overrideWith(more.build()));
        }
        return last.parameters();
    }

    /** Only a model in this process is held to a format while it writes; what a server makes of one is not known. */
    private static boolean isHeldToFormats(AgentModel model) {
        return model.profile().residence() == ModelProfile.Residence.IN_PROCESS
                && model.chat().supportedCapabilities().contains(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    }
}
