package dev.qwenagent.examples.eval;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.local.LocalChatRequestParameters;
import dev.qwenagent.local.chat.CallFormat;
import dev.qwenagent.local.chat.ReplyRules;
import dev.qwenagent.local.chat.Thinking;
import dev.qwenagent.local.chat.ToolCall;
import dev.qwenagent.local.chat.ToolCallCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many of the calls that a model was asked for can be read and fit their schema.
 *
 * @param asked how many calls were asked for
 * @param valid to how many a call came that fits
 */
public record CallRate(int asked, int valid) {

    private static final int MOST_TOKENS = 192;

    /** The share of valid calls, 0 to 1. */
    public double rate() {
        return asked == 0 ? 0 : (double) valid / asked;
    }

    /** One question more. */
    public CallRate plus(boolean isValid) {
        return new CallRate(asked + 1, valid + (isValid ? 1 : 0));
    }

    /** Whether the model, made to call, writes a call that fits; it is held to the schema while it writes. */
    public static boolean isValidIfHeld(StreamingChatModel model, FunctionCases.FunctionCase asked) {
        return isValid(model, asked, ToolChoice.REQUIRED);
    }

    /** Whether the model, left to itself, writes a call that fits. */
    public static boolean isValidIfFree(StreamingChatModel model, FunctionCases.FunctionCase asked) {
        return isValid(model, asked, ToolChoice.AUTO);
    }

    private static boolean isValid(StreamingChatModel model, FunctionCases.FunctionCase asked, ToolChoice choice) {
        Whole whole = new Whole();
        model.chat(ChatRequest.builder()
                .messages(UserMessage.from(asked.question()))
                .parameters(LocalChatRequestParameters.builder()
                        .toolSpecifications(asked.tool())
                        .toolChoice(choice)
                        .thinking(Thinking.OFF)
                        .maxOutputTokens(MOST_TOKENS)
                        .build())
                .build(), whole);
        List<ToolExecutionRequest> calls = whole.response().aiMessage().toolExecutionRequests();
        ToolCallCheck check = ToolCallCheck.of(ReplyRules.of(CallFormat.JSON, List.of(asked.tool())));
        return !calls.isEmpty() && calls.stream()
                .allMatch(call -> check.check(new ToolCall.Complete(call.name(), call.arguments(),
                        false)) instanceof ToolCall.Complete);
    }

    /** Keeps the whole reply. */
    private static final class Whole implements StreamingChatResponseHandler {

        private @Nullable ChatResponse response;
        private @Nullable Throwable error;

        @Override
        public void onCompleteResponse(ChatResponse complete) {
            response = complete;
        }

        @Override
        public void onError(Throwable failed) {
            error = failed;
        }

        ChatResponse response() {
            if (response == null) {
                throw new AgentException("the model gave no reply: " + (error == null ? "" : error.getMessage()),
                        error);
            }
            return response;
        }
    }
}
