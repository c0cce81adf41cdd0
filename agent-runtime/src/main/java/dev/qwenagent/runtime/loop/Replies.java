package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.plan.Reply;
import dev.qwenagent.runtime.models.BrokenCalls;
import dev.qwenagent.runtime.models.UnclosedThought;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A LangChain4j response as a planner sees it. */
final class Replies {

    /** A reply, and whether its text came as a thought that was never closed. */
    record Read(Reply reply, boolean thoughtWasAnswer) {}

    private Replies() {}

    /**
     * Reads a response.
     *
     * @param streamed what was streamed as thought, for models that do not repeat it in the message
     * @param usage the tokens of the request
     */
    static Read read(ChatResponse response, String streamed, int turn, TokenUsage usage) {
        AiMessage message = response.aiMessage();
        boolean told = UnclosedThought.isAnswerOf(message);
        String repeated = told ? "" : streamed;
        String thinking = message.thinking() == null ? repeated : message.thinking();
        String text = message.text() == null ? "" : message.text();
        List<ToolExecutionRequest> calls = named(message.toolExecutionRequests(), turn);
        List<String> problems = BrokenCalls.in(message);
        FinishReason finish = finish(response.finishReason());
        boolean thoughtWasAnswer = text.isBlank() && calls.isEmpty() && problems.isEmpty() && !thinking.isBlank()
                && finish == FinishReason.STOP;
        Reply reply = new Reply(
                thoughtWasAnswer ? "" : thinking.strip(),
                thoughtWasAnswer ? thinking.strip() : text,
                calls,
                problems,
                finish,
                usage);
        return new Read(reply, thoughtWasAnswer || told);
    }

    /** Gives an id to calls that came without one, and another to those that share one. */
    private static List<ToolExecutionRequest> named(List<ToolExecutionRequest> calls, int turn) {
        if (calls.size() == 1 && isWhole(calls.getFirst())) {
            return calls;
        }
        List<ToolExecutionRequest> named = new ArrayList<>(calls.size());
        Set<String> seen = calls.isEmpty() ? Set.of() : HashSet.newHashSet(calls.size());
        for (ToolExecutionRequest call : calls) {
            String id = call.id();
            for (int number = named.size() + 1; id == null || id.isBlank() || !seen.add(id); number++) {
                id = "call_" + turn + "_" + number;
            }
            String arguments = call.arguments() == null || call.arguments().isBlank() ? "{}" : call.arguments();
            boolean isWhole = id.equals(call.id()) && arguments.equals(call.arguments());
            named.add(isWhole ? call : call.toBuilder().id(id).arguments(arguments).build());
        }
        return named;
    }

    private static boolean isWhole(ToolExecutionRequest call) {
        return call.id() != null && !call.id().isBlank() && call.arguments() != null && !call.arguments().isBlank();
    }

    static FinishReason finish(@Nullable FinishReason reason) {
        return reason == null ? FinishReason.OTHER : reason;
    }
}
