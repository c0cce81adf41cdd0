package dev.qwenagent.runtime.remote;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.qwenagent.runtime.remote.QwenChatRequestParameters.Thinking;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Model Studio's documentation rules out, refused before it is sent, with what to do instead. Which model is able to do
 * what is left to the service, which knows it better.
 */
final class ModelStudioRules {

    private static final Pattern TOOL_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String RESERVED_TOOL_NAME = "search";
    private static final int MOST_LOG_PROBABILITIES = 5;

    private ModelStudioRules() {}

    /**
     * Checks a request to the service.
     *
     * @throws UnsupportedFeatureException if it asks for what the service does not do
     * @throws InvalidRequestException if a value is out of range
     */
    static void check(List<ChatMessage> messages, QwenChatRequestParameters parameters) {
        checkValues(parameters);
        checkTools(parameters);
        checkFormat(messages, parameters);
        checkServices(parameters);
    }

    private static void checkValues(QwenChatRequestParameters parameters) {
        Double temperature = parameters.temperature();
        require(temperature == null || temperature >= 0 && temperature < 2,
                "temperature: expected 0 up to, and not, 2", temperature);
        Double topP = parameters.topP();
        require(topP == null || topP > 0 && topP <= 1, "topP: expected above 0 and up to 1", topP);
        Long seed = parameters.seed();
        require(seed == null || seed >= 0 && seed <= Integer.MAX_VALUE,
                "seed: expected 0 to " + Integer.MAX_VALUE, seed);
        Integer others = parameters.logProbabilities();
        require(others == null || others >= 0 && others <= MOST_LOG_PROBABILITIES,
                "logProbabilities: expected 0 to " + MOST_LOG_PROBABILITIES, others);
        if (parameters.frequencyPenalty() != null) {
            throw new UnsupportedFeatureException("Model Studio ignores frequencyPenalty; use presencePenalty or"
                    + " repetitionPenalty");
        }
    }

    private static void require(boolean holds, String rule, @Nullable Number found) {
        if (!holds) {
            throw new InvalidRequestException("Model Studio: " + rule + "; found " + found);
        }
    }

    private static void checkTools(QwenChatRequestParameters parameters) {
        List<ToolSpecification> tools = parameters.toolSpecifications();
        if (tools == null || tools.isEmpty()) {
            return;
        }
        for (ToolSpecification tool : tools) {
            if (!TOOL_NAME.matcher(tool.name()).matches() || tool.name().equals(RESERVED_TOOL_NAME)) {
                throw new InvalidRequestException(
                        "Model Studio: expected a tool's name of 1 to 64 letters, digits, _ or"
                                + " -, and not 'search'; found '" + tool.name() + "'; give the tool another name");
            }
        }
        if (parameters.toolChoice() == ToolChoice.REQUIRED) {
            if (ThinkingSwitch.wanted(parameters) == Thinking.ON) {
                throw new UnsupportedFeatureException("Model Studio cannot require a call of a model that thinks; turn"
                        + " thinking off, or let the model choose (AUTO)");
            }
            if (tools.size() > 1) {
                throw new UnsupportedFeatureException("Model Studio cannot require a call to one of " + tools.size()
                        + " tools; offer one tool, or let the model choose (AUTO)");
            }
        }
    }

    private static void checkFormat(List<ChatMessage> messages, QwenChatRequestParameters parameters) {
        var format = parameters.responseFormat();
        boolean anyJson = format != null && format.type() == ResponseFormatType.JSON && format.jsonSchema() == null;
        if (anyJson && messages.stream()
                .flatMap(ModelStudioRules::texts)
                .noneMatch(text -> text.toLowerCase(Locale.ROOT).contains("json"))) {
            throw new InvalidRequestException("Model Studio: a reply in JSON has to be asked for in words too; put the"
                    + " word JSON into a message, or give a schema");
        }
    }

    private static Stream<String> texts(ChatMessage message) {
        return switch (message) {
            case SystemMessage system -> Stream.of(system.text());
            case UserMessage user -> user.contents()
                    .stream()
                    .filter(TextContent.class::isInstance)
                    .map(content -> ((TextContent) content).text());
            case AiMessage reply -> Stream.ofNullable(reply.text());
            case ToolExecutionResultMessage result -> Stream.of(result.text());
            default -> Stream.empty();
        };
    }

    private static void checkServices(QwenChatRequestParameters parameters) {
        Thinking thinking = ThinkingSwitch.wanted(parameters);
        if (Boolean.TRUE.equals(parameters.codeInterpreter()) && thinking == Thinking.OFF) {
            throw new UnsupportedFeatureException(
                    "Model Studio runs code for a model that thinks alone; turn thinking on, or the interpreter off");
        }
        if (parameters.speech() != null && thinking == Thinking.ON) {
            throw new UnsupportedFeatureException(
                    "a model that thinks does not speak; turn thinking off, or ask for text alone");
        }
    }

    /**
     * Checks that nothing is asked of another server that only this service does.
     *
     * @throws UnsupportedFeatureException if something is
     */
    static void checkNothingOfItsOwn(QwenChatRequestParameters parameters) {
        Optional<String> own = Stream.of(
                parameters.webSearch() == null ? "" : "webSearch",
                Boolean.TRUE.equals(parameters.codeInterpreter()) ? "codeInterpreter" : "",
                Boolean.TRUE.equals(parameters.highResolutionImages()) ? "highResolutionImages" : "",
                parameters.speech() == null ? "" : "speech")
                .filter(name -> !name.isEmpty())
                .findFirst();
        if (own.isPresent()) {
            throw new UnsupportedFeatureException(
                    own.get() + " is a service of Model Studio, and this is another server;"
                            + " leave it out, or say what this server knows by extra(field, value)");
        }
    }
}
