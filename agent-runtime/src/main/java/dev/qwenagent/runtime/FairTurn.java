package dev.qwenagent.runtime;

import dev.qwenagent.api.Cancellation;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A turn that one thread has at a time and others get in the order in which they came. A wait for it ends with a cancellation,
 * which a lock's does not. A thread that is started by one that has the turn works in it, and need not wait for it in vain.
 * Thread-safe.
 */
final class FairTurn {

    /** The turns that the work of a thread is in. */
    private static final InheritableThreadLocal<@Nullable Held> HELD = new InheritableThreadLocal<>();

    private final Queue<Waiter> waiting = new ArrayDeque<>();
    private @Nullable Waiter owner;

    /** Who waits; {@code hasTurn} is decided once: true by who hands the turn on, false by who gives up. */
    private static final class Waiter {
        private final CompletableFuture<Boolean> hasTurn = new CompletableFuture<>();
    }

    /**
     * A turn that somebody has or had.
     *
     * @param outer what they were in before
     */
    private record Held(Waiter by, @Nullable Held outer) {}

    /**
     * Waits for the turn.
     *
     * @return whether this thread has it; if not, the cancellation came first
     * @throws InterruptedException if the thread is interrupted first
     */
    boolean take(Cancellation cancellation) throws InterruptedException {
        var waiter = new Waiter();
        boolean hasTurn = begin(waiter) || await(waiter, cancellation);
        if (hasTurn) {
            HELD.set(new Held(waiter, HELD.get()));
        }
        return hasTurn;
    }

    /** Takes the turn if nobody has it, else queues up for it. */
    private synchronized boolean begin(Waiter waiter) {
        if (owner == null) {
            owner = waiter;
            return true;
        }
        waiting.add(waiter);
        return false;
    }

    private boolean await(Waiter waiter, Cancellation cancellation) throws InterruptedException {
        try (var _ = cancellation.onCancel(() -> giveUp(waiter))) {
            return waiter.hasTurn.get();
        } catch (InterruptedException e) {
            if (!giveUp(waiter)) {
                pass();
            }
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a wait for a turn ends with a yes or a no", e);
        }
    }

    private boolean giveUp(Waiter waiter) {
        synchronized (this) {
            waiting.remove(waiter);
        }
        return waiter.hasTurn.complete(false);
    }

    /** Gives the turn, which this thread has taken, to who has waited longest. */
    void handOn() {
        Held held = HELD.get();
        if (held != null && held.outer() != null) {
            HELD.set(held.outer());
        } else {
            HELD.remove();
        }
        pass();
    }

    private synchronized void pass() {
        Waiter next = waiting.poll();
        while (next != null && !next.hasTurn.complete(true)) {
            next = waiting.poll();
        }
        owner = next;
    }

    /** Whether this thread has the turn, or one that has it started this one. */
    synchronized boolean isMine() {
        for (Held held = HELD.get(); held != null; held = held.outer()) {
            if (held.by() == owner) {
                return true;
            }
        }
        return false;
    }
}
