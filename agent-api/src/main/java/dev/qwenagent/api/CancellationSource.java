package dev.qwenagent.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A cancellation on the side that cancels: whoever wants work to end keeps it, and hands it on as a {@link Cancellation}.
 *
 * <pre>
 * try (var ending = new CancellationSource()) {
 *     ending.cancelAfter(Duration.ofMinutes(2));    // and ending.cancel() from a button, on any thread
 *     agent.run(AgentTask.of("…").endingWith(ending));
 * }
 * </pre>
 *
 * <p>One that is {@linkplain #under under} others is cancelled with the first of them, or alone, of which they do not know.
 * They know it until it is cancelled or {@linkplain #close closed}. Thread-safe.
 */
public final class CancellationSource implements Cancellation, AutoCloseable {

    /** What is to run; the latest is last, and mostly the first to be taken back. */
    private final List<Action> actions = new ArrayList<>(2);
    /** What can still cancel this from outside: its place at those above, and deadlines. */
    private final List<Registration> causes = new ArrayList<>(2);
    private boolean cancelled;

    /** A registration by its identity: the same work may be registered twice. */
    private final class Action implements Registration {
        private final Runnable work;

        Action(Runnable work) {
            this.work = work;
        }

        @Override
        public void close() {
            forget(actions, this);
        }
    }

    /** A cancellation under no other. */
    public CancellationSource() {}

    /** A cancellation that comes with the first of these; at once, if one of them has come. */
    public static CancellationSource under(List<Cancellation> others) {
        var source = new CancellationSource();
        others.forEach(other -> source.hold(other.onCancel(source::cancel)));
        return source;
    }

    /** A cancellation of a part, which can end before the whole does. */
    public CancellationSource child() {
        return under(List.of(this));
    }

    /**
     * Cancels; every action has run, on this thread, when this returns. Again is harmless. What an action throws goes to the
     * thread's uncaught exception handler, and keeps no other action from its turn.
     */
    public void cancel() {
        List<Action> told;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            told = List.copyOf(actions);
            actions.clear();
        }
        close();
        told.forEach(CancellationSource::tell);
    }

    private static void tell(Action action) {
        try {
            action.work.run();
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    /**
     * Cancels after a while.
     *
     * @return lets the deadline pass, if closed before; so does {@link #close}
     */
    public Registration cancelAfter(Duration time) {
        Registration deadline = Deadlines.after(time, this::cancel);
        hold(deadline);
        return () -> {
            forget(causes, deadline);
            deadline.close();
        };
    }

    private void hold(Registration cause) {
        synchronized (this) {
            if (!cancelled) {
                causes.add(cause);
                return;
            }
        }
        cause.close();
    }

    private synchronized <T> void forget(List<T> from, T registration) {
        int last = from.lastIndexOf(registration);
        if (last >= 0) {
            from.remove(last);
        }
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public Registration onCancel(Runnable work) {
        var action = new Action(work);
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return action;
            }
        }
        work.run();
        return () -> {};
    }

    /** The work is over: neither those above nor a deadline cancels this any more. {@link #cancel} still does. */
    @Override
    public void close() {
        List<Registration> held;
        synchronized (this) {
            held = List.copyOf(causes);
            causes.clear();
        }
        held.forEach(Registration::close);
    }
}
