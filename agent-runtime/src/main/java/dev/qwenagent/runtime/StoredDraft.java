package dev.qwenagent.runtime;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import dev.qwenagent.memory.TokenWindowMemory;
import dev.qwenagent.runtime.history.RunHistory;
import dev.qwenagent.runtime.loop.ConversationDraft;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The draft of a conversation that is kept in a store, which is written once.
 *
 * @param id the conversation's id in the store
 * @param store where it is kept
 * @param memory the draft
 * @param earlier the run as it was when it was resumed; null for a new one
 */
record StoredDraft(String id, ChatMemoryStore store, TokenWindowMemory memory,
        @Nullable RunHistory earlier) implements ConversationDraft {

    static StoredDraft ofNew(String id, ChatMemoryStore store, TokenWindowMemory memory) {
        return new StoredDraft(id, store, memory, null);
    }

    static StoredDraft of(String id, ChatMemoryStore store, TokenWindowMemory memory, RunHistory run) {
        return new StoredDraft(id, store, memory, run);
    }

    @Override
    public void keep(List<ChatMessage> said) {
        List<ChatMessage> stored = spoken(store.getMessages(id));
        List<ChatMessage> all = earlier == null ? joined(stored, said) : merged(stored, said, earlier);
        system().ifPresent(all::addFirst);
        store.updateMessages(id, all);
    }

    private Optional<ChatMessage> system() {
        return memory.history().stream().filter(SystemMessage.class::isInstance).findFirst();
    }

    private static List<ChatMessage> spoken(List<ChatMessage> messages) {
        return messages.stream().filter(message -> !(message instanceof SystemMessage)).toList();
    }

    private static List<ChatMessage> joined(List<ChatMessage> stored, List<ChatMessage> said) {
        List<ChatMessage> all = new ArrayList<>(stored);
        all.addAll(said);
        return all;
    }

    private static List<ChatMessage> merged(List<ChatMessage> stored, List<ChatMessage> said, RunHistory run) {
        int before = spoken(run.began().setting().history()).size();
        if (Collections.lastIndexOfSubList(stored, said) >= before) {
            // The process died after this and before the end was written down.
            return new ArrayList<>(stored);
        }
        int place = run.given().isEmpty() ? -1 : Collections.lastIndexOfSubList(stored, run.given());
        if (place < before) {
            return joined(stored, said);
        }
        int end = place + run.given().size();
        while (end < stored.size() && stored.get(end) instanceof ToolExecutionResultMessage) {
            end++;
        }
        List<ChatMessage> all = new ArrayList<>(stored);
        all.subList(place, end).clear();
        all.addAll(place, said);
        return all;
    }
}
