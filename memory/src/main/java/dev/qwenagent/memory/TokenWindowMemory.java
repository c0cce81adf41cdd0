package dev.qwenagent.memory;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows a model the newest part of a conversation that fits into a number of tokens, and keeps all of it in a store.
 *
 * <p>The system message stays. When the conversation no longer fits, whole turns (a user's message with all that followed
 * it) go, the oldest first. When the current turn alone does not fit, its oldest steps go (a message with calls, together
 * with all their results); the user's message and the newest step stay, however long. So that a cached prefix stays useful
 * for a while, what is dropped makes room down to three quarters of the budget.
 *
 * <p>Not thread-safe: one conversation, one run at a time.
 */
public final class TokenWindowMemory implements ChatMemory {

    private final Object id;
    private final int maxTokens;
    private final TokenCountEstimator estimator;
    private final ChatMemoryStore store;
    private final List<ChatMessage> all;
    private List<ChatMessage> window;

    /**
     * Opens a conversation.
     *
     * @param id the conversation's id in the store
     * @param maxTokens the tokens that the model may see, at least 1
     * @param store where the whole conversation is kept
     */
    public TokenWindowMemory(Object id, int maxTokens, TokenCountEstimator estimator, ChatMemoryStore store) {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("a token window has room for at least 1 token, found " + maxTokens);
        }
        this.id = id;
        this.maxTokens = maxTokens;
        this.estimator = estimator;
        this.store = store;
        this.all = new ArrayList<>(store.getMessages(id));
        this.window = fit(all);
    }

    @Override
    public Object id() {
        return id;
    }

    /** Adds a message; a system message takes the place of the one before, at the front. */
    @Override
    public void add(ChatMessage message) {
        if (message instanceof SystemMessage) {
            all.removeIf(SystemMessage.class::isInstance);
            all.addFirst(message);
            window = fit(all);
        } else {
            all.add(message);
            window = new ArrayList<>(window);
            window.add(message);
            window = fit(window);
        }
        store.updateMessages(id, List.copyOf(all));
    }

    /** What the model sees. */
    @Override
    public List<ChatMessage> messages() {
        return List.copyOf(window);
    }

    /** The whole conversation. */
    public List<ChatMessage> history() {
        return List.copyOf(all);
    }

    @Override
    public void clear() {
        all.clear();
        window = List.of();
        store.deleteMessages(id);
    }

    private List<ChatMessage> fit(List<ChatMessage> messages) {
        if (estimator.estimateTokenCountInMessages(messages) <= maxTokens) {
            return List.copyOf(messages);
        }
        List<ChatMessage> system = messages.stream().filter(SystemMessage.class::isInstance).toList();
        List<List<ChatMessage>> turns = turns(messages);
        int room = maxTokens - maxTokens / 4 - tokens(system);
        while (turns.size() > 1 && tokens(flat(turns)) > room) {
            turns.removeFirst();
        }
        if (turns.size() == 1 && tokens(flat(turns)) > room) {
            turns.set(0, shortened(turns.getFirst(), room));
        }
        List<ChatMessage> fitting = new ArrayList<>(system);
        fitting.addAll(flat(turns));
        return List.copyOf(fitting);
    }

    /** Drops a turn's oldest steps until it fits or only its first message and its newest step are left. */
    private List<ChatMessage> shortened(List<ChatMessage> turn, int room) {
        List<List<ChatMessage>> steps = steps(turn);
        int first = turn.getFirst() instanceof UserMessage ? 1 : 0;
        while (steps.size() > first + 1 && tokens(flat(steps)) > room) {
            steps.remove(first);
        }
        return flat(steps);
    }

    private static List<List<ChatMessage>> turns(List<ChatMessage> messages) {
        List<List<ChatMessage>> turns = new ArrayList<>();
        for (ChatMessage message : messages) {
            if (message instanceof SystemMessage) {
                continue;
            }
            if (turns.isEmpty() || message instanceof UserMessage) {
                turns.add(new ArrayList<>());
            }
            turns.getLast().add(message);
        }
        return turns;
    }

    /** A step is a message with the results that follow it. */
    private static List<List<ChatMessage>> steps(List<ChatMessage> turn) {
        List<List<ChatMessage>> steps = new ArrayList<>();
        for (ChatMessage message : turn) {
            boolean continues = message instanceof ToolExecutionResultMessage && !steps.isEmpty()
                    && steps.getLast().getFirst() instanceof AiMessage;
            if (!continues) {
                steps.add(new ArrayList<>());
            }
            steps.getLast().add(message);
        }
        return steps;
    }

    private static List<ChatMessage> flat(List<List<ChatMessage>> groups) {
        return groups.stream().flatMap(List::stream).toList();
    }

    private int tokens(List<ChatMessage> messages) {
        return messages.isEmpty() ? 0 : estimator.estimateTokenCountInMessages(messages);
    }
}
