package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.runtime.telemetry.TraceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a piece of work on a virtual thread of its own, so that a cancellation ends the wait for it at once: the worker is
 * interrupted, given a moment to end, and abandoned if it does not.
 */
final class CancellableStep {

    private static final Logger LOG = LoggerFactory.getLogger(CancellableStep.class);

    /** How long an interrupted worker may take to clean up before it is left alone. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final long SPIN_NANOS = 50_000;

    private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

    private final CancellationSource cancellation;
    private final Runnable onCallerInterrupted;

    /**
     * Steps under a cancellation.
     *
     * @param onCallerInterrupted told when the waiting thread is interrupted, which cancels as well
     */
    CancellableStep(CancellationSource cancellation, Runnable onCallerInterrupted) {
        this.cancellation = cancellation;
        this.onCallerInterrupted = onCallerInterrupted;
    }

    /**
     * Does the work and waits for it.
     *
     * @throws RunCancelledException if the cancellation came first
     * @throws RuntimeException what the work threw; a checked exception is wrapped
     */
    <V> V run(String name, Callable<V> work) {
        return runWithin(ENDLESS, name, work);
    }

    /**
     * Does the work and waits for it, as {@link #run} does, but no longer than this.
     *
     * @throws TimeOver if the time came first; the worker is interrupted and left
     */
    <V> V runWithin(Duration limit, String name, Callable<V> work) {
        cancellation.throwIfCancelled();
        Callable<V> carried = TraceContext.carry(work);
        CompletableFuture<V> result = new CompletableFuture<>();
        Thread worker = Thread.ofVirtual().name("qwen-agent " + name).unstarted(() -> {
            try {
                // A thread may have to wait for a processor; what has not begun by now must not begin.
                cancellation.throwIfCancelled();
                result.complete(carried.call());
            } catch (Throwable e) {
                // Whatever ended the work is the waiting thread's to know, errors included.
                result.completeExceptionally(e);
            }
        });
        worker.start();
        try (var _ = cancellation.onCancel(() -> {
            result.completeExceptionally(new RunCancelledException());
            worker.interrupt();
        })) {
            spin(result, limit);
            return await(result, limit);
        } catch (TimeOver e) {
            worker.interrupt();
            leave(worker, name);
            throw e;
        } finally {
            if (cancellation.isCancelled()) {
                leave(worker, name);
            }
        }
    }

    /**
     * Waits a moment for work that is done in less: to park a platform thread and wake it up again would take longer. A virtual
     * thread parks at once, which gives its carrier to the work.
     */
    private static void spin(CompletableFuture<?> result, Duration limit) {
        if (limit == ENDLESS || Thread.currentThread().isVirtual()) {
            return;
        }
        long began = System.nanoTime();
        while (!result.isDone() && System.nanoTime() - began < SPIN_NANOS) {
            Thread.onSpinWait();
        }
    }

    private <V> V await(CompletableFuture<V> result, Duration limit) {
        while (true) {
            try {
                return limit == ENDLESS ? result.get() : result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw new TimeOver();
            } catch (InterruptedException e) {
                onCallerInterrupted.run();
                cancellation.cancel();
            } catch (CancellationException e) {
                // What was interrupted may call that a cancellation itself, before the one that interrupted it is heard here.
                throw unchecked(e);
            } catch (ExecutionException e) {
                throw unchecked(e.getCause());
            }
        }
    }

    /**
     * Does several pieces of work at once, each on a virtual thread of its own, and returns when all have ended. A cancellation
     * does not end this wait: it ends the work, which consists of steps itself.
     *
     * @throws RunCancelledException if one of them ended with it
     * @throws RuntimeException what the first of those that failed threw
     */
    void runTogether(String name, List<Runnable> works) {
        List<CompletableFuture<Void>> results = new ArrayList<>();
        for (Runnable work : works) {
            Runnable carried = TraceContext.carry(work);
            var result = new CompletableFuture<Void>();
            results.add(result);
            Thread.ofVirtual().name("qwen-agent " + name).start(() -> {
                try {
                    carried.run();
                    result.complete(null);
                } catch (Throwable e) {
                    // Whatever ended the work is the waiting thread's to know, errors included.
                    result.completeExceptionally(e);
                }
            });
        }
        await(CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).handle((_, _) -> name), ENDLESS);
        results.forEach(result -> await(result, ENDLESS));
    }

    /** The same caller's steps under a cancellation that can come before. */
    CancellableStep under(CancellationSource earlier) {
        return new CancellableStep(earlier, onCallerInterrupted);
    }

    /** Steps within a step: whoever interrupts its worker is not the run's caller. */
    CancellableStep nested() {
        return new CancellableStep(cancellation, () -> {});
    }

    /** What ends the steps. */
    CancellationSource cancellation() {
        return cancellation;
    }

    /**
     * Returns normally unless the steps have been cancelled.
     *
     * @throws RunCancelledException if they have
     */
    void throwIfCancelled() {
        cancellation.throwIfCancelled();
    }

    /** The work took longer than it may. */
    static final class TimeOver extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TimeOver() {
            super("the time for this step is over", null, false, false);
        }
    }

    private RuntimeException unchecked(Throwable cause) {
        if (cancellation.isCancelled()) {
            return new RunCancelledException();
        }
        return switch (cause) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new AgentException(cause.toString(), cause);
        };
    }

    private static void leave(Thread worker, String name) {
        try {
            if (!worker.join(PATIENCE)) {
                LOG.warn("{} does not heed the interruption of its thread and is abandoned", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
