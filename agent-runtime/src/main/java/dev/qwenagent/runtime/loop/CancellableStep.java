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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a piece of work for a run so that a cancellation ends the wait for it: who does it is interrupted, given a moment to end,
 * and abandoned if it does not. A step of the run's own does it on the {@link RunThread}; one that can end before the run does, on a
 * virtual thread of its own.
 */
final class CancellableStep {

    private static final Logger LOG = LoggerFactory.getLogger(CancellableStep.class);

    /** How long an interrupted worker may take to clean up before it is left alone. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    /** Longer than any process runs, and short enough to be added to a time in nanoseconds. */
    static final Duration ENDLESS = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final CancellationSource cancellation;
    private final Runnable onCallerInterrupted;
    /** The thread that does the work itself; null if each piece of work has one of its own. */
    private final @Nullable RunThread own;

    /**
     * Steps under a cancellation.
     *
     * @param onCallerInterrupted told when the waiting thread is interrupted, which cancels as well
     */
    CancellableStep(CancellationSource cancellation, Runnable onCallerInterrupted) {
        this(cancellation, onCallerInterrupted, null);
    }

    /** Steps of a run, which end when the work of its thread does. */
    CancellableStep(CancellationSource cancellation, Runnable onCallerInterrupted, @Nullable RunThread own) {
        this.cancellation = cancellation;
        this.onCallerInterrupted = onCallerInterrupted;
        this.own = own;
    }

    /**
     * Does the work and waits for it. It returns what the work did, even if it was cancelled meanwhile.
     *
     * @throws RunCancelledException if the cancellation came first
     * @throws RuntimeException what the work threw; a checked exception is wrapped
     */
    <V> V run(String name, Callable<V> work) {
        if (own == null || !own.isHere()) {
            return runWithin(ENDLESS, name, work);
        }
        try {
            return own.forOthers(name, work);
        } catch (Exception e) {
            throw unchecked(cancellation, e);
        }
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

    private <V> V await(CompletableFuture<V> result, Duration limit) {
        while (true) {
            try {
                return limit.equals(ENDLESS) ? result.get() : result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw new TimeOver();
            } catch (InterruptedException e) {
                onCallerInterrupted.run();
                cancellation.cancel();
            } catch (CancellationException e) {
                // What was interrupted may call that a cancellation itself, before the one that interrupted it is heard here.
                throw unchecked(cancellation, e);
            } catch (ExecutionException e) {
                throw unchecked(cancellation, e.getCause());
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

    /** What work threw, as who waits for it throws it. */
    static RuntimeException unchecked(CancellationSource cancellation, Throwable cause) {
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
