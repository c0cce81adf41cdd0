package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.label.LabelSource;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.memory.MessageLabels;
import dev.qwenagent.memory.TokenWindowMemory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the model sees of a run: every message is written to the journal first, and carries the label of what it holds. Not
 * thread-safe: one run, one thread.
 */
final class LoopMemory {

    private final TokenWindowMemory memory;
    private final RunLog log;
    private Provenance provenance;

    LoopMemory(TokenWindowMemory memory, RunLog log) {
        this.memory = memory;
        this.log = log;
        this.provenance = MessageLabels.of(memory.history());
    }

    List<ChatMessage> messages() {
        return memory.messages();
    }

    /** The whole conversation. */
    List<ChatMessage> history() {
        return memory.history();
    }

    /** What in the whole conversation is not plain: it stays when what it came from has left the window. */
    Provenance provenance() {
        return provenance;
    }

    /** The same for messages that a planner chose, of which some may be from elsewhere. */
    Provenance provenanceWith(List<ChatMessage> asked) {
        if (asked == memory.messages()) {
            return provenance;
        }
        Set<ChatMessage> known = new HashSet<>(memory.history());
        return provenance.join(MessageLabels.of(asked.stream().filter(message -> !known.contains(message)).toList()));
    }

    void add(ChatMessage message) {
        log.write((id, at) -> new JournalEntry.MessageAdded(id, at, message));
        memory.add(message);
        Provenance before = provenance;
        provenance = MessageLabels.after(before, message);
        for (LabelSource source : provenance.sources()) {
            if (!before.sources().contains(source)) {
                log.emit(new AgentEvent.LabelRaised(log.runId(), log.turn(), source, provenance.label()));
            }
        }
    }

    /** Adds what the model said. */
    void addSaid(String thinking, String text, List<ToolExecutionRequest> calls) {
        add(MessageLabels.put(
                AiMessage.builder()
                        .thinking(thinking.isEmpty() ? null : thinking)
                        .text(text.isEmpty() ? null : text)
                        .toolExecutionRequests(calls)
                        .build(),
                provenance));
    }

    /**
     * Adds what came of a call.
     *
     * @param source what the call looked at, by the name under which people know it
     */
    void addResult(ToolExecutionRequest call, String source, ToolOutcome outcome) {
        var message = ToolExecutionResultMessage.builder()
                .id(call.id())
                .toolName(call.name())
                .text(outcome.textForModel())
                .isError(!(outcome instanceof ToolOutcome.Success))
                .build();
        add(MessageLabels.put(message, Provenance.of(source, outcome.label())));
    }
}
