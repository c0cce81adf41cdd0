package dev.qwenagent.memory;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Conversations for tests, the same for the same seed. Every message has a text of its own. */
final class Conversations {

    private final Random random;
    private int count;

    Conversations(long seed) {
        this.random = new Random(seed);
    }

    /** Turns of zero to five steps with zero to three calls each, some cut short by the next turn, some results late. */
    List<ChatMessage> turns(int turns) {
        List<ChatMessage> messages = new ArrayList<>();
        List<ChatMessage> late = new ArrayList<>();
        for (int turn = 0; turn < turns; turn++) {
            messages.add(UserMessage.from(text("user")));
            messages.addAll(late);
            late.clear();
            int steps = random.nextInt(6);
            for (int step = 0; step < steps; step++) {
                step(messages);
            }
            if (random.nextInt(5) == 0) {
                step(messages);
                while (messages.getLast() instanceof ToolExecutionResultMessage && random.nextBoolean()) {
                    ChatMessage missed = messages.removeLast();
                    if (random.nextBoolean()) {
                        late.add(missed);
                    }
                }
            } else {
                messages.add(AiMessage.from(text("answer")));
            }
        }
        return messages;
    }

    private void step(List<ChatMessage> messages) {
        List<ToolExecutionRequest> calls = new ArrayList<>();
        for (int call = random.nextInt(4); call > 0; call--) {
            calls.add(ToolExecutionRequest.builder().id("call_" + count++).name("tool").arguments("{}").build());
        }
        messages.add(AiMessage.builder().text(text("step")).toolExecutionRequests(calls).build());
        for (ToolExecutionRequest call : calls) {
            messages.add(ToolExecutionResultMessage.from(call, text("result")));
        }
    }

    private String text(String kind) {
        return kind + " " + count++ + " " + "word ".repeat(random.nextInt(40));
    }
}
