package dev.qwenagent.local.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads that does one piece of work at a time, together with the thread that brings it.
 *
 * <p>
 * The engine lives inside other people's applications: an idle helper looks for work for a moment and then sleeps, and a
 * caller who finds the team at work does his piece alone instead of waiting. Pieces are handed out one by one, so a helper
 * that the machine has no core for delays nobody. Bringing work allocates nothing. Safe for use by many threads.
 */
final class WorkTeam implements AutoCloseable {

    /** Multiplications below which waking others costs more than it gains. */
    static final long WORTH_SHARING = 250_000;

    /** How long a helper looks for work before it sleeps: longer than the gap between two products of a layer. */
    private static final long NANOSECONDS_AWAKE = 50_000;

    private static final long OPEN = 1L << 31;
    private static final long INSIDE = OPEN - 1;

    private final Helper[] helpers;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicInteger nextPiece = new AtomicInteger();

    /** [ round: 32 bits | open: 1 bit | helpers inside: 31 bits ]; work is read only by those who got inside. */
    private final AtomicLong gate = new AtomicLong();

    private volatile boolean closed;
    private volatile @Nullable Throwable failure;
    private Kernels.@Nullable Work work;
    private int pieces;

    /**
     * Starts the helpers.
     *
     * @param members threads in all, the caller included; at least 1
     */
    WorkTeam(int members) {
        helpers = new Helper[members - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(i + 1);
            helpers[i].start();
        }
    }

    /** Threads in all, the caller included. */
    int members() {
        return helpers.length + 1;
    }

    /** Does all pieces of {@code work} and returns when they are done; what a piece throws is thrown here. */
    void run(Kernels.Work work, int pieces) {
        if (pieces == 1 || helpers.length == 0 || closed || !busy.compareAndSet(false, true)) {
            for (int piece = 0; piece < pieces; piece++) {
                work.run(0, piece);
            }
            return;
        }
        try {
            share(work, pieces);
        } finally {
            this.work = null;
            busy.set(false);
        }
    }

    private void share(Kernels.Work work, int pieces) {
        this.work = work;
        this.pieces = pieces;
        failure = null;
        nextPiece.set(0);
        gate.set((round(gate.get()) + 1) << 32 | OPEN);
        for (Helper helper : helpers) {
            helper.wake();
        }
        takePieces(0);
        closeGate();
        switch (failure) {
            case null -> {
            }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException("a piece of work failed: " + e, e);
        }
    }

    /** Lets no helper in any more and waits for those inside; one that never came is not waited for. */
    private void closeGate() {
        long now = gate.get();
        while (!gate.compareAndSet(now, now & ~OPEN)) {
            now = gate.get();
        }
        long start = System.nanoTime();
        while ((gate.get() & INSIDE) > 0) {
            if (System.nanoTime() - start < NANOSECONDS_AWAKE) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    private static long round(long gate) {
        return gate >>> 32;
    }

    private void takePieces(int member) {
        Kernels.Work mine = work;
        int all = pieces;
        try {
            for (int piece = nextPiece.getAndIncrement(); piece < all; piece = nextPiece.getAndIncrement()) {
                mine.run(member, piece);
            }
        } catch (RuntimeException | Error e) {
            failure = e;
            nextPiece.set(all);
        }
    }

    /** Ends the helpers; work that is brought later is done by its caller alone. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        for (Helper helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    private final class Helper extends Thread {

        private final int member;
        private volatile boolean asleep;

        Helper(int member) {
            super("qwen-kernel-" + member);
            this.member = member;
            setDaemon(true);
        }

        void wake() {
            if (asleep) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            long seen = 0;
            while (!closed) {
                long now = gate.get();
                if (round(now) == seen || (now & OPEN) == 0) {
                    seen = round(now);
                    awaitRoundAfter(seen);
                } else if (gate.compareAndSet(now, now + 1)) {
                    seen = round(now);
                    takePieces(member);
                    gate.decrementAndGet();
                }
            }
        }

        private void awaitRoundAfter(long seen) {
            long start = System.nanoTime();
            while (round(gate.get()) == seen && !closed) {
                if (System.nanoTime() - start < NANOSECONDS_AWAKE) {
                    Thread.onSpinWait();
                } else {
                    asleep = true;
                    if (round(gate.get()) == seen && !closed) {
                        LockSupport.park(WorkTeam.this);
                    }
                    asleep = false;
                }
            }
        }
    }
}
