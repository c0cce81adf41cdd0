package dev.qwenagent.local.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A reply, complete.
 *
 * @param thinking what was thought, empty if nothing was
 * @param text the answer without thoughts and calls, empty if there is none
 * @param calls the calls that can be made, in the order in which they were written
 * @param errors what was wrong with calls that cannot be made, each written for the model
 * @param thoughtEnd how its last thought ended
 */
public record Reply(String thinking, String text, List<ToolCall.Complete> calls, List<String> errors,
        ThoughtEnd thoughtEnd) {

    /**
     * Attribute of an {@link AiMessage}: a list of texts, one for each call that could not be read, written for the model.
     * Whoever runs the conversation gives them back to the model, which can then write the call again.
     */
    public static final String CALL_ERRORS = "qwenagent.callErrors";

    /** Attribute of an {@link AiMessage}: {@code true} if the reply ended inside a thought; absent otherwise. */
    public static final String THOUGHT_NEVER_CLOSED = "qwenagent.thoughtNeverClosed";

    /**
     * Attribute of an {@link AiMessage}: {@code true} if its text, or the end of it, was streamed as a thought that was never
     * closed; absent otherwise.
     */
    public static final String THOUGHT_WAS_ANSWER = "qwenagent.thoughtWasAnswer";

    /** Copies the lists. */
    public Reply {
        calls = List.copyOf(calls);
        errors = List.copyOf(errors);
    }

    /**
     * The reply as a message; errors and flags are in its attributes.
     *
     * @param ids the ids of the calls, as many as there are calls
     */
    public AiMessage toAiMessage(List<String> ids) {
        List<ToolExecutionRequest> requests = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            requests.add(request(calls.get(i), ids.get(i)));
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (!errors.isEmpty()) {
            attributes.put(CALL_ERRORS, errors);
        }
        if (thoughtEnd != ThoughtEnd.CLOSED) {
            attributes.put(THOUGHT_NEVER_CLOSED, true);
        }
        if (thoughtEnd == ThoughtEnd.WAS_ANSWER) {
            attributes.put(THOUGHT_WAS_ANSWER, true);
        }
        return AiMessage.builder()
                .text(text.isEmpty() && !calls.isEmpty() ? null : text)
                .thinking(thinking.isEmpty() ? null : thinking)
                .toolExecutionRequests(requests)
                .attributes(attributes)
                .build();
    }

    /** The call as LangChain4j knows it. */
    public static ToolExecutionRequest request(ToolCall.Complete call, String id) {
        return ToolExecutionRequest.builder().id(id).name(call.name()).arguments(call.arguments()).build();
    }
}
