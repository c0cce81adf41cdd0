package dev.qwenagent.local.session;

import dev.qwenagent.local.LocalModelException;

/** A prompt leaves no room for an answer; nothing was computed. */
public final class ContextLimitException extends LocalModelException {

    private static final long serialVersionUID = 1L;

    ContextLimitException(int promptTokens, int contextLength) {
        super("the prompt has %d tokens, but the context holds %d and the answer needs at least 1; shorten the conversation or open the session with a longer context"
                .formatted(promptTokens, contextLength));
    }
}
