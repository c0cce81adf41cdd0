package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.List;
import java.util.Optional;

/**
 * What a reply is read by.
 *
 * @param format the form in which the model was asked to write its calls; between {@code <tool_call>} tags the other tagged
 *        form is read too
 * @param tools the tools that it was shown; they give the values of XML calls their types
 * @param stops texts of which the first to appear in the answer ends the reply; it is no part of it. Thoughts and calls
 *        are not looked at.
 */
public record ReplyRules(CallFormat format, List<ToolSpecification> tools, List<String> stops) {

    /** Copies the lists. */
    public ReplyRules {
        tools = List.copyOf(tools);
        stops = List.copyOf(stops);
        if (stops.contains("")) {
            throw new IllegalArgumentException("stop sequence: expected at least one character, found none");
        }
    }

    /** Rules without stop texts. */
    public static ReplyRules of(CallFormat format, List<ToolSpecification> tools) {
        return new ReplyRules(format, tools, List.of());
    }

    /** The schema of a tool's arguments; empty if there is no such tool. */
    Optional<JsonNode> parameters(String name) {
        return tools.stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .map(tool -> ToolJson.function(tool).get("function").get("parameters"));
    }
}
