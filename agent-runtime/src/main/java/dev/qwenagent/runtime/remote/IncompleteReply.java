package dev.qwenagent.runtime.remote;

import dev.langchain4j.data.message.AiMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cause of a failure that came after a part of the reply had arrived. It keeps that part, for programs that can use it;
 * its message does not tell it. It is no answer, and a call in it is not kept.
 */
public final class IncompleteReply extends Exception {

    private static final long serialVersionUID = 1;

    private final transient AiMessage part;

    IncompleteReply(AiMessage part, @Nullable Throwable cause) {
        super(progress(part), cause);
        this.part = part;
    }

    static String progress(AiMessage part) {
        return length(part.thinking()) + " characters of thought and " + length(part.text()) + " of text had arrived";
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** What had arrived, thought and text. */
    public AiMessage part() {
        return part;
    }

    /** What had arrived before a failure; empty if nothing had, or it was another kind of failure. */
    public static Optional<AiMessage> before(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IncompleteReply incomplete) {
                return Optional.of(incomplete.part);
            }
        }
        return Optional.empty();
    }
}
