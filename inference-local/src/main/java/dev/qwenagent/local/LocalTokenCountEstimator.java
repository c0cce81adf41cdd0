package dev.qwenagent.local;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.TokenCountEstimator;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import java.util.List;

/**
 * Counts the tokens of texts exactly, and those of messages with what the chat templates of the Qwen families put around
 * them; thoughts count, though a template may leave out those of earlier turns.
 */
record LocalTokenCountEstimator(BpeTokenizer tokenizer) implements TokenCountEstimator {

    /** {@code <|im_start|>}, the role, a line break, {@code <|im_end|>}, a line break; two more for a role in pieces. */
    private static final int AROUND_A_MESSAGE = 7;

    private static final String AROUND_A_THOUGHT = "<think>\n\n</think>\n\n";
    private static final String AROUND_A_CALL = "\n<tool_call>\n{\"name\": \"\", \"arguments\": }\n</tool_call>";
    private static final String AROUND_A_RESULT = "<tool_response>\n\n</tool_response>";

    @Override
    public int estimateTokenCountInText(String text) {
        return tokenizer.encode(text).length;
    }

    @Override
    public int estimateTokenCountInMessage(ChatMessage message) {
        return AROUND_A_MESSAGE + switch (message) {
            case SystemMessage system -> estimateTokenCountInText(system.text());
            case UserMessage user -> contents(user.contents());
            case AiMessage assistant -> assistant(assistant);
            case ToolExecutionResultMessage result -> around(AROUND_A_RESULT) + contents(result.contents());
            default -> 0;
        };
    }

    @Override
    public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
        int count = 0;
        for (ChatMessage message : messages) {
            count += estimateTokenCountInMessage(message);
        }
        return count;
    }

    private int assistant(AiMessage assistant) {
        int count = assistant.text() == null ? 0 : estimateTokenCountInText(assistant.text());
        if (assistant.thinking() != null) {
            count += around(AROUND_A_THOUGHT) + estimateTokenCountInText(assistant.thinking());
        }
        for (ToolExecutionRequest call : assistant.toolExecutionRequests()) {
            count += around(AROUND_A_CALL) + estimateTokenCountInText(call.name())
                    + estimateTokenCountInText(call.arguments());
        }
        return count;
    }

    private int contents(List<Content> contents) {
        int count = 0;
        for (Content content : contents) {
            count += content instanceof TextContent text ? estimateTokenCountInText(text.text()) : 0;
        }
        return count;
    }

    private int around(String markup) {
        return tokenizer.encodePrompt(markup).length;
    }
}
