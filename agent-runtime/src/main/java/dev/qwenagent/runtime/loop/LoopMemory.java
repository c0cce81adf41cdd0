package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.label.LabelSource;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.memory.MessageLabels;
import dev.qwenagent.memory.TokenWindowMemory;
import dev.qwenagent.runtime.history.RunHistory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
    private final List<ChatMessage> said;
    /** Messages that are in the journal, of a turn that is gone through again and comes to them again. */
    private final Deque<ChatMessage> written;
    private Provenance provenance;

    /**
     * The memory of a run.
     *
     * @param memory holds what was said before the run, and what the run has said and decided
     */
    LoopMemory(TokenWindowMemory memory, RunLog log, RunHistory earlier) {
        this.memory = memory;
        this.log = log;
        this.said = new ArrayList<>(earlier.messages());
        this.written = new ArrayDeque<>(earlier.turn().undecided());
        this.provenance = MessageLabels.of(memory.history());
    }

    List<ChatMessage> messages() {
        return memory.messages();
    }

    /** All that the run has said. */
    List<ChatMessage> said() {
        List<ChatMessage> all = new ArrayList<>(said);
        all.addAll(written);
        return all;
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
        if (message.equals(written.peek())) {
            written.remove();
        } else {
            while (!written.isEmpty()) {
                join(written.remove());
            }
            log.write((id, at) -> new JournalEntry.MessageAdded(id, at, message));
        }
        join(message);
    }

    /** Adds a message that is for the conversation alone: the run may go on from where it was without it. */
    void addUnwritten(ChatMessage message) {
        join(message);
    }

    private void join(ChatMessage message) {
        said.add(message);
        memory.add(message);
        Provenance before = provenance;
        provenance = MessageLabels.after(before, message);
        if (provenance == before) {
            return;
        }
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
}
