package dev.qwenagent.runtime.history;

import dev.qwenagent.api.journal.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The time in which workers ran: from each beginning to the last entry of its session. Not thread-safe. */
final class WorkedTime {

    private Duration before = Duration.ZERO;
    private @Nullable Instant began;
    private Instant last = Instant.MIN;

    void add(JournalEntry entry) {
        switch (entry) {
            case JournalEntry.RunBegan _,JournalEntry.RunResumed _ -> {
                close();
                began = entry.at();
                last = entry.at();
            }
            case JournalEntry.RunSuspended _,JournalEntry.RunEnded _ -> {
                last = entry.at();
                close();
            }
            default -> last = entry.at();
        }
    }

    private void close() {
        before = total();
        began = null;
    }

    Duration total() {
        if (began == null || !last.isAfter(began)) {
            return before;
        }
        return before.plus(Duration.between(began, last));
    }
}
