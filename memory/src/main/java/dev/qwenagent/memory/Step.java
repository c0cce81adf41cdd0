package dev.qwenagent.memory;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * What a window shows or leaves out as one: a message, together with the results of its calls, and their tokens. Not thread-safe.
 */
final class Step {

    private final List<ChatMessage> messages;
    /** The ids of calls that have no result yet; a call without an id has null. */
    private final List<String> waiting;
    private int tokens;

    /** A step that begins with this message. */
    Step(ChatMessage first, int tokens) {
        List<ToolExecutionRequest> calls = first instanceof AiMessage said ? said.toolExecutionRequests() : List.of();
        this.waiting = calls.isEmpty() ? List.of() : new ArrayList<>(calls.size());
        this.messages = calls.isEmpty() ? List.of(first) : new ArrayList<>(1 + calls.size());
        this.tokens = tokens;
        if (!calls.isEmpty()) {
            messages.add(first);
            calls.forEach(call -> waiting.add(call.id()));
        }
    }

    /** Whether a call of this step waits for that result. */
    boolean waitsFor(ToolExecutionResultMessage result) {
        return !isComplete() && waiting.contains(result.id());
    }

    /** Takes a result that it waits for. */
    void add(ToolExecutionResultMessage result, int more) {
        messages.add(result);
        waiting.remove(result.id());
        tokens += more;
    }

    /** Whether each call has its result. */
    boolean isComplete() {
        return waiting.isEmpty();
    }

    /** Whether this is a user's message, with which a turn begins; a note of the loop's is none. */
    boolean isUser() {
        return messages.getFirst() instanceof UserMessage user && !LoopNote.is(user);
    }

    /** Its messages, in order. */
    List<ChatMessage> messages() {
        return messages;
    }

    /** The tokens of its messages. */
    int tokens() {
        return tokens;
    }
}
