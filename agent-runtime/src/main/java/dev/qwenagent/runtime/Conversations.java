package dev.qwenagent.runtime;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import dev.qwenagent.memory.TokenWindowMemory;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An agent's conversations. Those with an id are kept in the store, and runs in one of them take turns. Thread-safe. */
final class Conversations {

    private final ChatMemoryStore store;
    private final @Nullable String system;
    private final int windowTokens;
    private final TokenCountEstimator tokens;
    private final ConcurrentMap<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    Conversations(ChatMemoryStore store, @Nullable String system, int windowTokens, TokenCountEstimator tokens) {
        this.store = store;
        this.system = system;
        this.windowTokens = windowTokens;
        this.tokens = tokens;
    }

    /**
     * Works in a conversation once no other run does.
     *
     * @param id the conversation; null for one that is forgotten afterwards
     * @throws InterruptedException if the thread is interrupted while another run is in the conversation
     */
    <R> R in(@Nullable String id, Function<ChatMemory, R> work) throws InterruptedException {
        if (id == null) {
            return work.apply(open("", new InMemoryChatMemoryStore()));
        }
        ReentrantLock lock = locks.computeIfAbsent(id, key -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            return work.apply(open(id, store));
        } finally {
            lock.unlock();
        }
    }

    private ChatMemory open(String id, ChatMemoryStore from) {
        var memory = new TokenWindowMemory(id, windowTokens, tokens, from);
        if (system != null && !memory.messages().contains(SystemMessage.from(system))) {
            memory.add(SystemMessage.from(system));
        }
        return memory;
    }
}
