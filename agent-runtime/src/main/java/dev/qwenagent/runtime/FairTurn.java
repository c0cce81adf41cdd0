package dev.qwenagent.runtime;

import dev.qwenagent.api.Cancellation;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A turn that one thread has at a time and others get in the order in which they came. A wait for it ends with a cancellation,
 * which a lock's does not. Thread-safe.
 */
final class FairTurn {

    private final Queue<Waiter> waiting = new ArrayDeque<>();
    private @Nullable Thread owner;

    /** Who waits; {@code hasTurn} is decided once: true by who hands the turn on, false by who gives up. */
    private record Waiter(Thread thread, CompletableFuture<Boolean> hasTurn) {}

    /**
     * Waits for the turn.
     *
     * @return whether this thread has it; if not, the cancellation came first
     * @throws InterruptedException if the thread is interrupted first
     */
    boolean take(Cancellation cancellation) throws InterruptedException {
        var waiter = new Waiter(Thread.currentThread(), new CompletableFuture<>());
        synchronized (this) {
            if (owner == null) {
                owner = waiter.thread();
                return true;
            }
            waiting.add(waiter);
        }
        try (var _ = cancellation.onCancel(() -> giveUp(waiter))) {
            return waiter.hasTurn().get();
        } catch (InterruptedException e) {
            if (!giveUp(waiter)) {
                handOn();
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
        return waiter.hasTurn().complete(false);
    }

    /** Gives the turn to who has waited longest. */
    synchronized void handOn() {
        Waiter next = waiting.poll();
        while (next != null && !next.hasTurn().complete(true)) {
            next = waiting.poll();
        }
        owner = next == null ? null : next.thread();
    }

    /** Whether this thread has the turn. */
    synchronized boolean isMine() {
        return owner == Thread.currentThread();
    }
}
