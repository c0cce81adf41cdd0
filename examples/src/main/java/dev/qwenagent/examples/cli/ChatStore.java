package dev.qwenagent.examples.cli;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the conversation that has a name where named ones are kept, and others until the chat ends. */
record ChatStore(@Nullable String name, ChatMemoryStore named, ChatMemoryStore others) implements ChatMemoryStore {

    ChatStore(@Nullable String name, ChatMemoryStore named) {
        this(name, named, new InMemoryChatMemoryStore());
    }

    private ChatMemoryStore of(Object id) {
        return id.equals(name) ? named : others;
    }

    @Override
    public List<ChatMessage> getMessages(Object id) {
        return of(id).getMessages(id);
    }

    @Override
    public void updateMessages(Object id, List<ChatMessage> messages) {
        of(id).updateMessages(id, messages);
    }

    @Override
    public void deleteMessages(Object id) {
        of(id).deleteMessages(id);
    }
}
