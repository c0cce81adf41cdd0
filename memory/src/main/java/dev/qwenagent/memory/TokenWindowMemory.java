package dev.qwenagent.memory;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * neither is a result whose call is missing: models refuse both. The store keeps them. That no call is shown without its results
 * is checked wherever messages are handed out.
 *
 * <p>Each message is counted once, when it is added; the tokens of several are the sum of theirs. Not thread-safe: one
 * conversation, one run at a time.
 */
public final class TokenWindowMemory implements ChatMemory {

    private final Object id;
    private final WindowSize size;
    private final TokenCountEstimator estimator;
    /** Where the conversation is kept; null for a draft. */
    private final @Nullable ChatMemoryStore store;
    private final List<ChatMessage> all;
    private final List<ChatMessage> system = new ArrayList<>(1);
    private final List<Step> steps = new ArrayList<>();
    /** The system message and the messages of the steps, in one list. */
    private final List<ChatMessage> shown = new ArrayList<>();
    private int systemTokens;
    private int stepTokens;
    private @Nullable List<ChatMessage> window;

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
        this(id, WindowSize.of(maxTokens), estimator, store);
    }

    /**
     * Opens a conversation with a window whose size may change.
     *
     * @param id the conversation's id in the store
     * @param size how much of it the model may see
     * @param estimator counts the tokens of messages
     * @param store where the whole conversation is kept
     */
    public TokenWindowMemory(Object id, WindowSize size, TokenCountEstimator estimator, ChatMemoryStore store) {
        this(id, size, estimator, store, store.getMessages(id));
    }

    private TokenWindowMemory(Object id, WindowSize size, TokenCountEstimator estimator,
            @Nullable ChatMemoryStore store, List<ChatMessage> messages) {
        this.id = id;
        this.size = size;
        this.estimator = estimator;
        this.store = store;
        this.all = new ArrayList<>(messages);
        showAll();
    }

    /**
     * A draft of a conversation, which is kept nowhere.
     *
     * @param id the conversation's id
     * @param maxTokens the tokens that the model may see, at least 1
     * @param estimator counts the tokens of messages
     * @param messages what was said so far
     * @throws IllegalArgumentException if {@code maxTokens} is below 1
     */
    public static TokenWindowMemory draft(Object id, int maxTokens, TokenCountEstimator estimator,
            List<ChatMessage> messages) {
        return draft(id, WindowSize.of(maxTokens), estimator, messages);
    }

    /** A draft with a window whose size may change, see {@link #draft(Object, int, TokenCountEstimator, List)}. */
    public static TokenWindowMemory draft(Object id, WindowSize size, TokenCountEstimator estimator,
            List<ChatMessage> messages) {
        return new TokenWindowMemory(id, size, estimator, null, messages);
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
            showAll();
        } else {
            all.add(message);
            show(message);
            shorten();
        }
        if (store != null) {
            store.updateMessages(id, List.copyOf(all));
        }
    }

    /** What the model sees; the same list until a message is added. */
    @Override
    public List<ChatMessage> messages() {
        if (window == null) {
            Step newest = steps.isEmpty() ? null : steps.getLast();
            for (Step step : steps) {
                if (step != newest && !step.isComplete()) {
                    throw new IllegalStateException("conversation " + id
                            + ": the window holds a step whose calls have not all got their results: "
                            + step.messages().getFirst());
                }
            }
            window = Collections.unmodifiableList(new ArrayList<>(shown));
        }
        return window;
    }

    /** The whole conversation. */
    public List<ChatMessage> history() {
        return List.copyOf(all);
    }

    @Override
    public void clear() {
        all.clear();
        showAll();
        if (store != null) {
            store.deleteMessages(id);
        }
    }

    private void showAll() {
        system.clear();
        steps.clear();
        shown.clear();
        systemTokens = 0;
        stepTokens = 0;
        all.forEach(this::show);
        shorten();
    }

    private void show(ChatMessage message) {
        window = null;
        Step newest = steps.isEmpty() ? null : steps.getLast();
        switch (message) {
            case SystemMessage instruction -> {
                system.add(instruction);
                shown.add(system.size() - 1, instruction);
                systemTokens += estimator.estimateTokenCountInMessage(instruction);
            }
            case ToolExecutionResultMessage result -> {
                if (newest != null && newest.waitsFor(result)) {
                    int tokens = estimator.estimateTokenCountInMessage(result);
                    newest.add(result, tokens);
                    shown.add(result);
                    stepTokens += tokens;
                }
            }
            default -> {
                if (newest != null && !newest.isComplete()) {
                    drop(steps.size() - 1, steps.size());
                }
                Step step = new Step(message, estimator.estimateTokenCountInMessage(message));
                steps.add(step);
                shown.add(message);
                stepTokens += step.tokens();
            }
        }
    }

    private void drop(int from, int to) {
        List<Step> dropped = steps.subList(from, to);
        dropped.forEach(step -> stepTokens -= step.tokens());
        dropped.clear();
        shown.clear();
        shown.addAll(system);
        steps.forEach(step -> shown.addAll(step.messages()));
    }

    private void shorten() {
        int budget = Math.max(0, size.most() - systemTokens);
        int room = size.left() - systemTokens;
        if (stepTokens > budget) {
            drop(0, beginOfNewestTurns(room));
        }
        if (stepTokens > budget) {
            dropOldestSteps(room);
        }
    }

    /** Where the newest turns that fit begin, at least one; a turn is a user's message with all that followed it. */
    private int beginOfNewestTurns(int room) {
        int from = steps.size() - 1;
        int tokens = steps.get(from).tokens();
        while (from > 0 && !steps.get(from).isUser()) {
            from--;
            tokens += steps.get(from).tokens();
        }
        for (int i = from - 1; i >= 0; i--) {
            tokens += steps.get(i).tokens();
            if (i == 0 || steps.get(i).isUser()) {
                if (tokens > room) {
                    break;
                }
                from = i;
            }
        }
        return from;
    }

    /** Leaves the user's message and the newest steps of one turn that fit, at least one. */
    private void dropOldestSteps(int room) {
        int first = steps.getFirst().isUser() ? 1 : 0;
        int tokens = stepTokens;
        int next = first;
        while (next < steps.size() - 1 && tokens > room) {
            tokens -= steps.get(next).tokens();
            next++;
        }
        drop(first, next);
    }
}
