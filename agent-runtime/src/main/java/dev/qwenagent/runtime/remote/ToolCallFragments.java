package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.qwenagent.local.chat.ReplyEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts tool calls together from the fragments of a stream.
 * <p>
 * A fragment belongs to the call of its {@code index}. Servers differ in the rest, so: an id may come late, be empty, be
 * repeated, or never come, and then one is made; a new id at a used index is a new call; an index may be missing or negative;
 * arguments may be null; what arrives after the arguments' closing brace is a repetition and is dropped. Not thread-safe.
 */
final class ToolCallFragments {

    private static final class Call {
        private final int serverIndex;
        private final StringBuilder arguments = new StringBuilder();
        private final JsonObjectEnd end = new JsonObjectEnd();
        private String id = "";
        private String name = "";

        Call(int serverIndex) {
            this.serverIndex = serverIndex;
        }

        /** Why the call cannot be made; empty if it can. */
        private String problem(ReplyEnd replyEnd) {
            if (name.isEmpty()) {
                return "a tool call names no tool; write it again with the tool's name";
            }
            boolean isCut = switch (replyEnd) {
                case STOPPED -> end.isBegun() && !end.isReached();
                // Where no argument has come, nobody knows whether some were to come.
                case CUT -> !end.isReached();
            };
            return isCut ? "the call of " + name + " was cut off in its arguments; write it again, shorter" : "";
        }

        /** Arguments that hold nothing, which some servers write as null. */
        private boolean isWithoutArguments() {
            String written = arguments.toString().strip();
            return written.isEmpty() || written.equals("null");
        }
    }

    private final List<Call> calls = new ArrayList<>();
    private final Consumer<PartialToolCall> listener;

    ToolCallFragments(Consumer<PartialToolCall> listener) {
        this.listener = listener;
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /** Takes the entries of one chunk's {@code tool_calls}. */
    void accept(JsonNode entries) {
        for (JsonNode entry : entries) {
            String id = text(entry.path("id"));
            Call call = call(entry.path("index"), id);
            if (call.id.isEmpty()) {
                call.id = id;
            }
            JsonNode function = entry.path("function");
            if (call.name.isEmpty()) {
                call.name = text(function.path("name"));
            }
            append(call, function.path("arguments"));
        }
    }

    /** The call that a fragment belongs to: one there is, or a new one. */
    private Call call(JsonNode index, String id) {
        Call last = calls.isEmpty() ? null : calls.getLast();
        int serverIndex = index.isInt() ? index.asInt() : last == null ? 0 : last.serverIndex;
        Call latest = latestAt(serverIndex);
        boolean sameCall = latest != null && (id.isEmpty() || latest.id.isEmpty() || latest.id.equals(id));
        if (latest != null && sameCall) {
            return latest;
        }
        for (Call call : calls) {
            if (!id.isEmpty() && call.id.equals(id)) {
                return call;
            }
        }
        Call created = new Call(serverIndex);
        calls.add(created);
        return created;
    }

    private @Nullable Call latestAt(int serverIndex) {
        for (Call call : calls.reversed()) {
            if (call.serverIndex == serverIndex) {
                return call;
            }
        }
        return null;
    }

    private void append(Call call, JsonNode arguments) {
        String piece = arguments.isContainerNode() ? arguments.toString() : text(arguments);
        if (piece.isEmpty() || call.end.isReached()) {
            return;
        }
        call.end.read(piece);
        call.arguments.append(piece);
        if (!call.name.isEmpty()) {
            listener.accept(PartialToolCall.builder()
                    .index(calls.indexOf(call))
                    .id(call.id.isEmpty() ? null : call.id)
                    .name(call.name)
                    .partialArguments(piece)
                    .build());
        }
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.asText() : "";
    }

    /**
     * The calls that are whole, in the order in which they began; arguments as the model wrote them, {@code {}} for none. A
     * call whose arguments were cut off, or that names no tool, is not among them: it must not be made.
     *
     * @param end what ended the reply
     */
    List<ToolExecutionRequest> requests(ReplyEnd end) {
        return calls.stream().filter(call -> call.problem(end).isEmpty()).map(ToolCallFragments::request).toList();
    }

    /** What is wrong with each of the other calls, written for the model as its reader. */
    List<String> problems(ReplyEnd end) {
        return calls.stream().map(call -> call.problem(end)).filter(problem -> !problem.isEmpty()).toList();
    }

    private static ToolExecutionRequest request(Call call) {
        return ToolExecutionRequest.builder()
                .id(call.id.isEmpty() ? "call_" + UUID.randomUUID() : call.id)
                .name(call.name)
                .arguments(call.isWithoutArguments() ? "{}" : call.arguments.toString())
                .build();
    }
}
