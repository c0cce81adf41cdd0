package dev.qwenagent.runtime.resume;

import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.api.testing.InMemoryRunJournal;
import java.util.List;

/** Journals as a process that died leaves them. */
final class LeftRuns {

    private LeftRuns() {}

    static RunJournal of(List<JournalEntry> entries) {
        var journal = new InMemoryRunJournal();
        try (RunWriter writer = journal.begin(entries.getFirst().runId())) {
            writer.append(entries);
        }
        return journal;
    }

    /** The entries up to the last one of a kind, that one included. */
    static List<JournalEntry> upToLast(List<JournalEntry> entries, Class<? extends JournalEntry> kind) {
        for (int i = entries.size(); i > 0; i--) {
            if (kind.isInstance(entries.get(i - 1))) {
                return entries.subList(0, i);
            }
        }
        throw new AssertionError("no " + kind.getSimpleName() + " in " + entries);
    }
}
