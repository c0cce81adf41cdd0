package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.runtime.telemetry.TraceContext;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread on which a run works: one of its own while its caller waits for it, or the caller's. What others do for the run, a
 * model or a tool, is done on it as well: to hand each piece to another thread takes many times as long as all that the loop
 * itself does in a turn.
 *
 * <p>A cancellation interrupts what others do, never the loop, which may be writing. On a thread of the run's own, what does not end
 * within a moment is left behind: the caller goes on, the thread can touch nothing of the run any more, and ends as soon as it comes
 * back. A loop that is at its own work is always waited for. Used once.
 */
final class RunThread {

    private static final Logger LOG = LoggerFactory.getLogger(RunThread.class);

    private static final String NAME = "qwen-agent run";

    private static final long SPIN_NANOS = 100_000;

    /** What the thread is at. */
    private enum At {
        LOOP, OTHERS, LEFT
    }

    private final Workplace place;
    private final CancellationSource cancellation;
    private final Runnable onCallerInterrupted;
    private volatile @Nullable Thread thread;
    private At at = At.LOOP;
    private String others = "";
    /** Whether the interruption of what others do is this one's own, and says nothing of the caller. */
    private boolean interrupts;
    private volatile boolean ended;
    private @Nullable Object result;
    private @Nullable Throwable failure;

    /**
     * A thread under a cancellation.
     *
     * @param onCallerInterrupted told when the waiting thread is interrupted, which cancels as well
     */
    RunThread(Workplace place, CancellationSource cancellation, Runnable onCallerInterrupted) {
        this.place = place;
        this.cancellation = cancellation;
        this.onCallerInterrupted = onCallerInterrupted;
    }

    /** Tells whoever reads what the work threw where the caller was, which the trace of another thread does not. */
    private static final class Started extends Exception {
        private static final long serialVersionUID = 1L;

        Started() {
            super("the run was started here");
        }
    }

    /** It was left behind; what it is in the middle of has no reader. */
    private static final class Left extends Error {
        private static final long serialVersionUID = 1L;

        Left() {
            super("the run goes on without this thread", null, false, false);
        }
    }

    /**
     * Does the loop's work on the thread, and waits for it.
     *
     * @param limit cancels when it is over
     * @throws RunCancelledException if the thread was left behind
     * @throws RuntimeException what the work threw, as it is; so for an {@code Error}
     */
    <V> V run(Duration limit, Callable<V> work) {
        return switch (place) {
            case OWN_THREAD -> runOnOwn(limit, work);
            case CALLING_THREAD -> runOnCallers(limit, work);
        };
    }

    private <V> V runOnCallers(Duration limit, Callable<V> work) {
        Thread caller = Thread.currentThread();
        thread = caller;
        try (var _ = cancellation.onCancel(() -> interrupt(caller))) {
            if (limit.compareTo(CancellableStep.ENDLESS) < 0) {
                cancellation.cancelAfter(limit);
            }
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw CancellableStep.unchecked(cancellation, e);
        }
    }

    private <V> V runOnOwn(Duration limit, Callable<V> work) {
        Thread caller = Thread.currentThread();
        Callable<V> carried = TraceContext.carry(work);
        Thread worker = Thread.ofVirtual().name(NAME).unstarted(() -> work(carried, caller));
        thread = worker;
        worker.start();
        try (var _ = cancellation.onCancel(() -> {
            interrupt(worker);
            LockSupport.unpark(caller);
        })) {
            await(limit);
        }
        return outcome();
    }

    private void work(Callable<?> work, Thread caller) {
        try {
            result = work.call();
        } catch (Left _) {
            return;
        } catch (Throwable e) {
            // Whatever ended the work is the waiting thread's to know, errors included.
            failure = e;
        }
        ended = true;
        LockSupport.unpark(caller);
    }

    private void await(Duration limit) {
        spin();
        try {
            // The caller may be a worker of a pool that has other work to do meanwhile.
            ForkJoinPool.managedBlock(new Wait(System.nanoTime() + nanos(limit)));
        } catch (InterruptedException e) {
            throw new IllegalStateException("the wait itself hears interruptions", e);
        }
        long patience = System.nanoTime() + CancellableStep.PATIENCE.toNanos();
        while (!ended) {
            long left = patience - System.nanoTime();
            if (left <= 0 && leave()) {
                throw new RunCancelledException();
            }
            LockSupport.parkNanos(this, Math.max(left, CancellableStep.PATIENCE.toNanos() / 10));
            hearInterruption();
        }
    }

    /**
     * Waits a moment for work that is done in less: to park a platform thread and wake it up again takes longer than a turn. A
     * virtual thread parks at once, which gives its carrier to the work.
     */
    private void spin() {
        if (Thread.currentThread().isVirtual() || Runtime.getRuntime().availableProcessors() == 1) {
            return;
        }
        long began = System.nanoTime();
        while (!ended && System.nanoTime() - began < SPIN_NANOS) {
            Thread.onSpinWait();
        }
    }

    /** The wait for the end of the work, or for its cancellation. */
    private final class Wait implements ForkJoinPool.ManagedBlocker {

        private final long deadline;
        private boolean isOver;

        Wait(long deadline) {
            this.deadline = deadline;
        }

        @Override
        public boolean isReleasable() {
            return ended || cancellation.isCancelled();
        }

        @Override
        public boolean block() {
            long left = deadline - System.nanoTime();
            if (left <= 0 && !isOver) {
                isOver = true;
                // On another thread: whoever else hears of it must not hold up the caller.
                Thread.ofVirtual().name("qwen-agent deadline").start(cancellation::cancel);
            }
            if (!isReleasable()) {
                LockSupport.parkNanos(RunThread.this, isOver ? CancellableStep.PATIENCE.toNanos() : left);
                hearInterruption();
            }
            return isReleasable();
        }
    }

    /** Nanoseconds that can be added to a time of now. */
    private static long nanos(Duration limit) {
        return limit.compareTo(CancellableStep.ENDLESS) < 0 ? limit.toNanos() : CancellableStep.ENDLESS.toNanos();
    }

    private void hearInterruption() {
        if (Thread.interrupted()) {
            onCallerInterrupted.run();
            cancellation.cancel();
        }
    }

    @SuppressWarnings("unchecked") // the work that was given to run made it
    private <V> V outcome() {
        Throwable thrown = failure;
        if (thrown != null) {
            thrown.addSuppressed(new Started());
        }
        return switch (thrown) {
            case null -> (V) result;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw CancellableStep.unchecked(cancellation, thrown);
        };
    }

    /** Whether the current thread is this one, in the loop's own work: it may then do something for others. */
    boolean isHere() {
        return Thread.currentThread() == thread && at == At.LOOP;
    }

    /**
     * Does what others do, on this thread; an interruption ends with it.
     *
     * @param name what it is, for people
     * @throws RunCancelledException if the cancellation came before
     */
    <V> V forOthers(String name, Callable<V> work) throws Exception {
        synchronized (this) {
            at = At.OTHERS;
            others = name;
        }
        try {
            // Asked when an interruption would be heard: a cancellation is either seen here or interrupts.
            cancellation.throwIfCancelled();
            return work.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw e;
        } finally {
            comeBack();
        }
    }

    /** Ends the thread here, if it was left behind; whoever it came back to may have swallowed what said so. */
    synchronized void endIfLeft() {
        if (at == At.LEFT) {
            throw new Left();
        }
    }

    private void comeBack() {
        boolean isCallersOwn;
        synchronized (this) {
            endIfLeft();
            at = At.LOOP;
            isCallersOwn = Thread.interrupted() && !interrupts && place == Workplace.CALLING_THREAD;
        }
        if (isCallersOwn) {
            onCallerInterrupted.run();
            cancellation.cancel();
        }
    }

    /** Whether the thread is in what others do, and an interruption of it is this one's own. */
    synchronized boolean interruptsOthers() {
        return at == At.OTHERS && interrupts;
    }

    private synchronized void interrupt(Thread worker) {
        if (at == At.OTHERS) {
            interrupts = true;
            worker.interrupt();
        }
    }

    private synchronized boolean leave() {
        if (at != At.OTHERS) {
            return false;
        }
        at = At.LEFT;
        LOG.warn("{} does not heed the interruption of its thread and is abandoned", others);
        return true;
    }
}
