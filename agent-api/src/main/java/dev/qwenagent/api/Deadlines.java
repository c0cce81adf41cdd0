package dev.qwenagent.api;

import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the deadlines of the whole process, on one thread, which is there while there are any. Nearly all of them never come,
 * since what they end ends before, and are later than one that is there: such a deadline wakes nobody up, neither when it is set
 * nor when it is dropped. What is to happen at a deadline happens on a thread of its own, and keeps no other from being on time.
 * Thread-safe.
 */
final class Deadlines {

    private static final Deadlines OF_PROCESS = new Deadlines();

    /** The thread looks as often as this whether it is still needed. */
    private static final long LONGEST_SLEEP = TimeUnit.SECONDS.toNanos(10);

    /** Longer than any process runs, and short enough to be added to a time in nanoseconds. */
    private static final long ENDLESS = Long.MAX_VALUE / 2;

    private final TreeSet<Deadline> open = new TreeSet<>();
    private @Nullable Thread watch;
    private long wakesAt;
    private long count;

    private Deadlines() {}

    /**
     * Does some work when a time is over.
     *
     * @return lets the deadline pass, if closed before
     */
    static Cancellation.Registration after(Duration time, Runnable work) {
        return OF_PROCESS.set(Math.min(TimeUnit.NANOSECONDS.convert(time), ENDLESS), work);
    }

    private synchronized Cancellation.Registration set(long nanos, Runnable work) {
        var deadline = new Deadline(System.nanoTime() + nanos, count++, work);
        open.add(deadline);
        if (watch == null) {
            wakesAt = deadline.at;
            watch = Thread.ofPlatform().daemon().name("qwen-agent deadlines").start(this::watch);
        } else if (deadline.at - wakesAt < 0) {
            LockSupport.unpark(watch);
        }
        return deadline;
    }

    private void watch() {
        while (isNeeded()) {
            LockSupport.parkNanos(this, wakesAt - System.nanoTime());
        }
    }

    /** Begins what is due, and finds out when to look again. */
    private synchronized boolean isNeeded() {
        long now = System.nanoTime();
        while (!open.isEmpty() && open.first().at - now <= 0) {
            Thread.ofVirtual().name("qwen-agent deadline").start(open.removeFirst().work);
        }
        if (open.isEmpty()) {
            watch = null;
            return false;
        }
        wakesAt = now + Math.min(open.first().at - now, LONGEST_SLEEP);
        return true;
    }

    private synchronized void drop(Deadline deadline) {
        open.remove(deadline);
    }

    /** A time by {@link System#nanoTime}, of two at the same time the one that was set first. */
    private final class Deadline implements Cancellation.Registration, Comparable<Deadline> {

        private final long at;
        private final long number;
        private final Runnable work;

        Deadline(long at, long number, Runnable work) {
            this.at = at;
            this.number = number;
            this.work = work;
        }

        @Override
        public int compareTo(Deadline other) {
            // By their difference: the clock may run over.
            return at == other.at ? Long.compare(number, other.number) : Long.signum(at - other.at);
        }

        @Override
        public void close() {
            drop(this);
        }
    }
}
