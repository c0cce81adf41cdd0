package dev.qwenagent.memory;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.TokenCountEstimator;
import java.util.List;

/**
 * Counts tokens where the model's tokenizer is not at hand, rather too many than too few: one token for three bytes of UTF-8
 * (which is one for an ideograph), 4 a message for its frame, 1,000 for an image or another piece that is not text.
 */
public final class ApproximateTokenCount implements TokenCountEstimator {

    private static final int BYTES_PER_TOKEN = 3;
    private static final int TOKENS_PER_MESSAGE = 4;
    private static final int TOKENS_PER_MEDIUM = 1000;

    @Override
    public int estimateTokenCountInText(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return Math.toIntExact(Math.ceilDiv(bytes, BYTES_PER_TOKEN));
    }

    @Override
    public int estimateTokenCountInMessage(ChatMessage message) {
        return TOKENS_PER_MESSAGE + switch (message) {
            case SystemMessage system -> estimateTokenCountInText(system.text());
            case UserMessage user -> inContents(user.contents());
            case AiMessage ai -> inAiMessage(ai);
            case ToolExecutionResultMessage result -> inContents(result.contents());
            default -> estimateTokenCountInText(message.toString());
        };
    }

    private int inContents(List<Content> contents) {
        int tokens = 0;
        for (Content content : contents) {
            tokens += content instanceof TextContent text
                    ? estimateTokenCountInText(text.text())
                    : TOKENS_PER_MEDIUM;
        }
        return tokens;
    }

    private int inAiMessage(AiMessage message) {
        int tokens = message.text() == null ? 0 : estimateTokenCountInText(message.text());
        if (message.thinking() != null) {
            tokens += estimateTokenCountInText(message.thinking());
        }
        for (var call : message.toolExecutionRequests()) {
            tokens += TOKENS_PER_MESSAGE + estimateTokenCountInText(call.name());
            if (call.arguments() != null) {
                tokens += estimateTokenCountInText(call.arguments());
            }
        }
        return tokens;
    }

    @Override
    public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
        int tokens = 0;
        for (ChatMessage message : messages) {
            tokens += estimateTokenCountInMessage(message);
        }
        return tokens;
    }
}
