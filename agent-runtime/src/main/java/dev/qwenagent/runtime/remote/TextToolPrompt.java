package dev.qwenagent.runtime.remote;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.local.chat.CallFormat;
import dev.qwenagent.local.chat.ToolCall;
import dev.qwenagent.local.chat.ToolSpecificationJson;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Puts tools, calls and their results into plain messages, for a server that knows nothing else. */
record TextToolPrompt(CallFormat format, List<ToolSpecification> tools) {

    List<ChatMessage> messages(List<ChatMessage> messages) {
        List<ChatMessage> plain = new ArrayList<>();
        List<String> results = new ArrayList<>();
        if (!tools.isEmpty() && messages.stream().noneMatch(SystemMessage.class::isInstance)) {
            plain.add(SystemMessage.from(declaration()));
        }
        for (ChatMessage message : messages) {
            if (message instanceof ToolExecutionResultMessage result) {
                results.add(result(result));
                continue;
            }
            addResults(results, plain);
            plain.add(switch (message) {
                case SystemMessage system when !tools.isEmpty() -> SystemMessage
                        .from(system.text() + "\n\n" + declaration());
                case AiMessage reply when reply.hasToolExecutionRequests() -> withCalls(reply);
                default -> message;
            });
        }
        addResults(results, plain);
        return plain;
    }

    private String declaration() {
        String declared = tools.stream().map(ToolSpecificationJson::write).collect(Collectors.joining("\n"));
        String after = switch (format) {
            case JSON, XML -> "The result comes between <tool_response> tags.";
            case REACT ->
                "Write a line \"Thought:\" before it. The result comes behind \"Observation:\". When you know the"
                        + " answer, write it behind \"Final Answer:\".";
        };
        return "# Tools\n\nYou may call these functions:\n<tools>\n" + declared + "\n</tools>\n\nTo call one, write:\n"
                + format.pattern() + "\n" + after;
    }

    /** In the form of ReAct a thought is part of what the model wrote, and stands before its action. */
    private AiMessage withCalls(AiMessage reply) {
        List<String> parts = new ArrayList<>();
        if (reply.text() != null && !reply.text().isEmpty()) {
            parts.add(reply.text());
        }
        boolean thoughtIsText = format == CallFormat.REACT && reply.thinking() != null;
        if (thoughtIsText) {
            parts.add("Thought: " + reply.thinking());
        }
        for (ToolExecutionRequest call : reply.toolExecutionRequests()) {
            String arguments = call.arguments() == null || call.arguments().isBlank() ? "{}" : call.arguments();
            parts.add(format.write(new ToolCall.Complete(call.name(), arguments, false)));
        }
        return AiMessage.builder()
                .text(String.join("\n", parts))
                .thinking(thoughtIsText ? null : reply.thinking())
                .build();
    }

    private String result(ToolExecutionResultMessage result) {
        return switch (format) {
            case JSON, XML -> "<tool_response>\n" + result.text() + "\n</tool_response>";
            case REACT -> "Observation: " + result.text();
        };
    }

    private static void addResults(List<String> results, List<ChatMessage> plain) {
        if (!results.isEmpty()) {
            plain.add(UserMessage.from(String.join("\n", results)));
            results.clear();
        }
    }
}
