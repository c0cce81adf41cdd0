package dev.qwenagent.api.testing;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reply of a {@link ScriptedChatModel}.
 *
 * @param thinking the thought, null for none
 * @param text the text, null for none
 * @param calls the tool calls; a call without an id gets one
 * @param error what goes wrong instead, null if nothing does
 */
public record ScriptedReply(
        @Nullable String thinking,
        @Nullable String text,
        List<ToolExecutionRequest> calls,
        @Nullable RuntimeException error) {

    /** Copies the calls. */
    public ScriptedReply {
        calls = List.copyOf(calls);
    }

    /** An answer. */
    public static ScriptedReply text(String text) {
        return new ScriptedReply(null, text, List.of(), null);
    }

    /** A call of a tool with arguments as JSON. */
    public static ScriptedReply call(String tool, String arguments) {
        return new ScriptedReply(null, null, List.of(), null).andCall(tool, arguments);
    }

    /** A request that fails. */
    public static ScriptedReply failing(RuntimeException error) {
        return new ScriptedReply(null, null, List.of(), error);
    }

    /** The same reply after a thought. */
    public ScriptedReply thinking(String thought) {
        return new ScriptedReply(thought, text, calls, error);
    }

    /** The same reply with one more call. */
    public ScriptedReply andCall(String tool, String arguments) {
        List<ToolExecutionRequest> more = new ArrayList<>(calls);
        more.add(ToolExecutionRequest.builder().name(tool).arguments(arguments).build());
        return new ScriptedReply(thinking, text, more, error);
    }

    AiMessage message(int request) {
        List<ToolExecutionRequest> named = new ArrayList<>();
        for (ToolExecutionRequest call : calls) {
            String id = call.id() == null ? "call_" + request + "_" + (named.size() + 1) : call.id();
            named.add(call.toBuilder().id(id).build());
        }
        return AiMessage.builder().thinking(thinking).text(text).toolExecutionRequests(named).build();
    }
}
