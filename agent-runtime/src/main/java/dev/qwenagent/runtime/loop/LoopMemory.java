package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.memory.TokenWindowMemory;
import java.util.List;

/** What the model sees of a run: every message is written to the journal first, and carries the label of what it holds. */
record LoopMemory(TokenWindowMemory memory, RunLog log) {

    List<ChatMessage> messages() {
        return memory.messages();
    }

    /** The label of the whole conversation: it stays when what it came from has left the window. */
    Label label() {
        return MessageLabels.of(memory.history());
    }

    void add(ChatMessage message) {
        log.write((id, at) -> new JournalEntry.MessageAdded(id, at, message));
        memory.add(message);
    }

    /** Adds what the model said. */
    void addSaid(String thinking, String text, List<ToolExecutionRequest> calls) {
        add(MessageLabels.put(
                AiMessage.builder()
                        .thinking(thinking.isEmpty() ? null : thinking)
                        .text(text.isEmpty() ? null : text)
                        .toolExecutionRequests(calls)
                        .build(),
                label()));
    }

    /** Adds what came of a call. */
    void addResult(ToolExecutionRequest call, ToolOutcome outcome) {
        var message = ToolExecutionResultMessage.builder()
                .id(call.id())
                .toolName(call.name())
                .text(outcome.textForModel())
                .isError(!(outcome instanceof ToolOutcome.Success))
                .build();
        add(outcome instanceof ToolOutcome.Success success ? MessageLabels.put(message, success.label()) : message);
    }
}
