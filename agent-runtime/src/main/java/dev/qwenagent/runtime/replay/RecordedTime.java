package dev.qwenagent.runtime.replay;

import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.runtime.loop.RunSurroundings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The time of a recording: it stands at the entry that the replay has come to, pauses take none, and time limits are reached where
 * they were. Thread-safe.
 */
final class RecordedTime implements InstantSource, RunSurroundings.Timer {

    private static final long LONGER_THAN_ANY_LIMIT = Duration.ofDays(10_000).toNanos();

    private final Recording recording;
    private final Pause pause;
    private final Deque<CancellationSource> deadlines = new ArrayDeque<>();
    /** The kinds of entries that are still to come before the run is cancelled, in any order; none if it was not. */
    private final List<Class<?>> beforeCancel = new ArrayList<>();
    private int place = -1;
    private Instant now;

    /** A pause before another request. */
    @FunctionalInterface
    interface Pause {
        /**
         * It begins, and is over.
         *
         * @throws InterruptedException if the run had ended in it
         */
        void begin() throws InterruptedException;
    }

    /**
     * The time of a recording.
     *
     * @param pause is told of each pause
     */
    RecordedTime(Recording recording, Pause pause) {
        this.recording = recording;
        this.pause = pause;
        this.now = recording.began().at();
        recording.beforeCancel().forEach(entry -> beforeCancel.add(entry.getClass()));
    }

    /**
     * The replay has come to an entry: the time is that of the next one of its kind.
     *
     * @return whether the run was cancelled when this and all before it had been written
     */
    synchronized boolean reach(JournalEntry entry) {
        boolean wasDue = beforeCancel.remove(entry.getClass());
        List<JournalEntry> entries = recording.entries();
        for (int i = place + 1; i < entries.size(); i++) {
            if (entries.get(i).getClass() == entry.getClass()) {
                place = i;
                show(entries.get(i).at());
                break;
            }
        }
        return wasDue && beforeCancel.isEmpty();
    }

    /** The time is at least this. */
    synchronized void show(Instant time) {
        now = time.isAfter(now) ? time : now;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** The time that limits count. */
    synchronized long nanoTime() {
        boolean isOver = recording.end().filter(end -> end.reason() == StopReason.TIME_LIMIT).isPresent()
                && place >= 0 && !recording.hasTurnAfter(place);
        return isOver ? LONGER_THAN_ANY_LIMIT : recording.worked(now).toNanos();
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        pause.begin();
    }

    @Override
    public synchronized Duration limit(CancellationSource work, Duration time) {
        deadlines.push(work);
        return ENDLESS;
    }

    /** The time of what was begun last is over. */
    void over() {
        CancellationSource latest;
        synchronized (this) {
            latest = deadlines.peek();
        }
        if (latest != null) {
            latest.cancel();
        }
    }
}
