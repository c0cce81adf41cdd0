package dev.qwenagent.runtime;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;

/**
 * A model without a state: what it says follows from what it reads. To a task {@code NAME round N} it has two lines noted, then
 * one more, and then answers with what came of them. It reads every message, and fails if one speaks of another name.
 */
final class Chorister implements StreamingChatModel {

    private static final List<Integer> CALLS_OF_TURNS = List.of(2, 1);

    /** A name that is part of no other one. */
    static String name(int number) {
        return "<" + number + ">";
    }

    /** What it has noted for a task. */
    static List<String> notes(String task) {
        return List.of(task + " a", task + " b", task + " c");
    }

    /** What it answers to a task. */
    static String answer(String task) {
        return String.join(", ", notes(task).stream().map(note -> "noted " + note).toList());
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        List<ChatMessage> messages = request.messages();
        int last = messages.size() - 1;
        while (!(messages.get(last) instanceof UserMessage)) {
            last--;
        }
        String task = ((UserMessage) messages.get(last)).singleText();
        String name = task.substring(0, task.indexOf(' '));
        for (ChatMessage message : messages) {
            if (!message.toString().contains(name)) {
                throw new IllegalStateException("a message of another conversation is in that of " + name);
            }
        }
        List<String> results = messages.subList(last, messages.size())
                .stream()
                .filter(ToolExecutionResultMessage.class::isInstance)
                .map(message -> ((ToolExecutionResultMessage) message).text())
                .toList();
        handler.onPartialThinking(new PartialThinking(name + " thinks."));
        AiMessage.Builder said = AiMessage.builder().thinking(name + " thinks.");
        if (results.size() == notes(task).size()) {
            String answer = String.join(", ", results);
            handler.onPartialResponse(answer);
            said.text(answer);
        } else {
            said.toolExecutionRequests(calls(task, results.size(), handler));
        }
        handler.onCompleteResponse(
                ChatResponse.builder().aiMessage(said.build()).tokenUsage(new TokenUsage(10, 1)).build());
    }

    private static List<ToolExecutionRequest> calls(String task, int done, StreamingChatResponseHandler handler) {
        int count = CALLS_OF_TURNS.get(done == 0 ? 0 : 1);
        List<ToolExecutionRequest> calls = new ArrayList<>();
        for (String note : notes(task).subList(done, done + count)) {
            var call = ToolExecutionRequest.builder()
                    .id("call-" + calls.size())
                    .name("note")
                    .arguments("{\"line\": \"" + note + "\"}")
                    .build();
            handler.onCompleteToolCall(new CompleteToolCall(calls.size(), call));
            calls.add(call);
        }
        return calls;
    }
}
