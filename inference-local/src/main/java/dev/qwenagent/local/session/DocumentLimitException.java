package dev.qwenagent.local.session;

import dev.qwenagent.local.LocalModelException;

/** The shortest document that is asked for has more tokens than may be made; nothing was computed. */
public final class DocumentLimitException extends LocalModelException {

    private static final long serialVersionUID = 1L;

    DocumentLimitException(int needed, int left) {
        super("the shortest document of the schema, with what closes a thought before it, has %d tokens, but only %d may be made; raise the token limit or open the session with a longer context"
                .formatted(needed, left));
    }
}
