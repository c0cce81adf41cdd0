package dev.qwenagent.runtime;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.Cancellation;
import dev.qwenagent.memory.TokenWindowMemory;
import dev.qwenagent.runtime.history.RunHistory;
import dev.qwenagent.runtime.loop.ConversationDraft;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An agent's conversations. Those with an id are kept in the store, and runs in one of them take turns. Thread-safe. */
final class Conversations {

    private final ChatMemoryStore store;
    private final @Nullable String system;
    private final int windowTokens;
    private final TokenCountEstimator tokens;
    private final ConcurrentMap<String, Queue> queues = new ConcurrentHashMap<>();

    /** Whose turn it is in one conversation. */
    private static final class Queue {

        private final FairTurn turn = new FairTurn();
        /** Runs that are in the conversation or wait for it; changed under the map's own lock. */
        private int runs;
    }

    Conversations(ChatMemoryStore store, @Nullable String system, int windowTokens, TokenCountEstimator tokens) {
        this.store = store;
        this.system = system;
        this.windowTokens = windowTokens;
        this.tokens = tokens;
    }

    /**
     * Works in a conversation once no other run does; every message is kept as it comes. Work that is cancelled before is done on
     * an empty one, and leaves no trace.
     *
     * @throws AgentException if this thread is in the conversation already
     * @throws InterruptedException if the thread is interrupted while another run is in the conversation
     */
    <R> R in(String id, Cancellation cancellation, Function<TokenWindowMemory, R> work) throws InterruptedException {
        return inTurn(id, cancellation,
                from -> work.apply(withSystem(new TokenWindowMemory(id, windowTokens, tokens, from))));
    }

    /**
     * Works on a draft of a conversation, see {@link #in}.
     *
     * @param id the conversation; null for one that is forgotten afterwards
     */
    <R> R draft(@Nullable String id, Cancellation cancellation, Function<ConversationDraft, R> work)
            throws InterruptedException {
        return inTurn(id, cancellation, from -> {
            String name = id == null ? "" : id;
            var draft = TokenWindowMemory.draft(name, windowTokens, tokens, from.getMessages(name));
            return work.apply(StoredDraft.ofNew(name, from, withSystem(draft)));
        });
    }

    /** Works on a draft of the conversation of a run that is resumed: as the run knows it. */
    <R> R draft(RunHistory run, Cancellation cancellation, Function<ConversationDraft, R> work)
            throws InterruptedException {
        String id = run.began().setting().conversation();
        return inTurn(id, cancellation, from -> {
            String name = id == null ? "" : id;
            var draft = TokenWindowMemory.draft(name, windowTokens, tokens, run.conversation());
            return work.apply(StoredDraft.of(name, from, draft, run));
        });
    }

    private <R> R inTurn(@Nullable String id, Cancellation cancellation, Function<ChatMemoryStore, R> work)
            throws InterruptedException {
        if (id == null) {
            return work.apply(new InMemoryChatMemoryStore());
        }
        Queue queue = queues.compute(id, (key, known) -> joined(known));
        try {
            return inTurn(id, queue.turn, cancellation, work);
        } finally {
            queues.computeIfPresent(id, (key, known) -> --known.runs == 0 ? null : known);
        }
    }

    private static Queue joined(@Nullable Queue known) {
        Queue queue = known == null ? new Queue() : known;
        queue.runs++;
        return queue;
    }

    private <R> R inTurn(String id, FairTurn turn, Cancellation cancellation, Function<ChatMemoryStore, R> work)
            throws InterruptedException {
        if (turn.isMine()) {
            throw new AgentException("conversation " + id
                    + ": a run cannot start another one in its own conversation; use another id or none");
        }
        if (!turn.take(cancellation)) {
            return work.apply(new InMemoryChatMemoryStore());
        }
        try {
            return work.apply(store);
        } finally {
            turn.handOn();
        }
    }

    /** How many conversations have a run in them or waiting. */
    int busy() {
        return queues.size();
    }

    private TokenWindowMemory withSystem(TokenWindowMemory memory) {
        if (system != null && !memory.messages().contains(SystemMessage.from(system))) {
            memory.add(SystemMessage.from(system));
        }
        return memory;
    }
}
