package dev.qwenagent.memory;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
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
 * for a while, what is dropped makes room down to three quarters of the budget. A window that was reopened after it had
 * dropped something begins anew with those three quarters; it may show less than before, never more than fits.
 *
 * <p>A step whose results never came, because its run ended first, is not shown once the conversation has moved on, and
 * neither is a result whose call is missing: models refuse both. The store keeps them.
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
     * @param estimator counts the tokens of messages
     * @param store where the whole conversation is kept
     * @throws IllegalArgumentException if {@code maxTokens} is below 1
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

    /**
     * Adds a message; a system message takes the place of the one before, at the front, and changes nothing if it is the
     * same.
     */
    @Override
    public void add(ChatMessage message) {
        if (message instanceof SystemMessage && !all.isEmpty() && message.equals(all.getFirst())) {
            return;
        }
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
        List<ChatMessage> system = messages.stream().filter(SystemMessage.class::isInstance).toList();
        List<Step> steps = Step.shown(messages);
        int budget = Math.max(0, maxTokens - tokens(system));
        int room = budget - maxTokens / 4;
        if (tokens(Step.messages(steps)) > budget) {
            steps = newestTurns(steps, room);
        }
        if (tokens(Step.messages(steps)) > budget) {
            steps = newestSteps(steps, room);
        }
        List<ChatMessage> fitting = new ArrayList<>(system);
        fitting.addAll(Step.messages(steps));
        return List.copyOf(fitting);
    }

    /** The newest turns that fit, at least one; a turn is a user's message with all that followed it. */
    private List<Step> newestTurns(List<Step> steps, int room) {
        int from = steps.size() - 1;
        while (from > 0 && !steps.get(from).isUser()) {
            from--;
        }
        for (int i = from - 1; i >= 0; i--) {
            if (i == 0 || steps.get(i).isUser()) {
                if (tokens(Step.messages(steps.subList(i, steps.size()))) > room) {
                    break;
                }
                from = i;
            }
        }
        return steps.subList(from, steps.size());
    }

    /** The user's message and the newest steps of one turn that fit, at least one. */
    private List<Step> newestSteps(List<Step> turn, int room) {
        List<Step> fitting = new ArrayList<>(turn);
        int first = turn.getFirst().isUser() ? 1 : 0;
        while (fitting.size() > first + 1 && tokens(Step.messages(fitting)) > room) {
            fitting.remove(first);
        }
        return fitting;
    }

    private int tokens(List<ChatMessage> messages) {
        return messages.isEmpty() ? 0 : estimator.estimateTokenCountInMessages(messages);
    }
}
