package dev.qwenagent.runtime.loop;

import dev.langchain4j.data.message.ChatMessage;
import dev.qwenagent.memory.TokenWindowMemory;
import java.util.List;

/**
 * The conversation as one run sees it. The run works on a draft; what it said joins the conversation once, when the run ends:
 * with an answer, at a limit, by a guardrail or cancelled, and then in whole turns with an answer for every call. A run that fails
 * or is put down leaves the conversation as it was.
 */
public interface ConversationDraft {

    /** A draft of a conversation that is forgotten. */
    static ConversationDraft of(TokenWindowMemory memory) {
        return new ConversationDraft() {
            @Override
            public TokenWindowMemory memory() {
                return memory;
            }

            @Override
            public void keep(List<ChatMessage> said) {}
        };
    }

    /** The draft: what was said before, and what the run had said before it was resumed. */
    TokenWindowMemory memory();

    /**
     * Puts what the run said into the conversation, in the place of what it left there when it ended before it was resumed, else
     * behind all that others have said meanwhile.
     *
     * @param said the messages of the whole run, in order
     * @throws dev.qwenagent.api.AgentException if they could not be kept
     */
    void keep(List<ChatMessage> said);
}
