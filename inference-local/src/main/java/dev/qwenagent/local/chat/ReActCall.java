package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.local.chat.LenientJson.UnreadableException;

/** The ReAct form of a call: the name of a tool on one line, its arguments as a JSON object on those after it. */
final class ReActCall {

    private ReActCall() {}

    static ToolCall read(String text, CallEnd end) throws UnreadableException {
        int lineEnd = text.indexOf('\n');
        String name = lineEnd < 0 ? text : text.substring(0, lineEnd).strip();
        if (name.chars().anyMatch(Character::isWhitespace)) {
            throw new UnreadableException("\"" + name + "\" is not the name of a tool");
        }
        if (lineEnd < 0) {
            throw new UnreadableException(
                    "expected the two lines \"Action:\" and \"Action Input:\", found only \"" + name + "\"");
        }
        String input = text.substring(lineEnd).strip();
        String json = CodeFence.without(input);
        LenientJson.Read read = LenientJson.read(json, end);
        if (!(read.value() instanceof ObjectNode arguments)) {
            throw new UnreadableException("\"Action Input\" of " + name + " must be a JSON object");
        }
        return new ToolCall.Complete(name, CompactJson.of(arguments), read.mended() || !json.equals(input));
    }
}
