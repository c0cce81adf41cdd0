package dev.qwenagent.runtime.replay;

import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunWriter;
import java.util.ArrayList;
import java.util.List;

/** What a replay writes, which goes nowhere; it moves the recorded time on. Thread-safe. */
final class ReplayWriter implements RunWriter {

    private final Tape tape;
    private final List<JournalEntry> written = new ArrayList<>();

    ReplayWriter(Tape tape) {
        this.tape = tape;
    }

    @Override
    public synchronized void append(List<? extends JournalEntry> entries) {
        for (JournalEntry entry : entries) {
            if (!tape.isOver()) {
                written.add(entry);
            }
            if (tape.time().reach(entry)) {
                tape.end(Recording.Interruption.CANCELLED);
            }
        }
    }

    /** All that was written, in order. */
    synchronized List<JournalEntry> written() {
        return List.copyOf(written);
    }

    @Override
    public void close() {}
}
