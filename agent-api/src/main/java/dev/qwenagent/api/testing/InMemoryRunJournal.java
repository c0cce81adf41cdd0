package dev.qwenagent.api.testing;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.api.journal.RunTakenException;
import dev.qwenagent.api.journal.RunWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A journal that ends with the process: to assert over, and to try out what is resumed and replayed. Thread-safe. */
public final class InMemoryRunJournal implements RunJournal {

    private final Map<String, List<JournalEntry>> runs = new LinkedHashMap<>();
    private final Set<String> held = new HashSet<>();

    /** A journal with no run in it. */
    public InMemoryRunJournal() {}

    @Override
    public synchronized RunWriter begin(String runId) {
        if (runs.putIfAbsent(runId, new ArrayList<>()) != null) {
            throw new AgentException("run " + runId + " is in the journal already");
        }
        return claim(runId);
    }

    @Override
    public synchronized RunWriter claim(String runId) {
        List<JournalEntry> entries = known(runId);
        if (!held.add(runId)) {
            throw new RunTakenException("run " + runId + " is in the hands of another worker");
        }
        return new Writer(runId, entries);
    }

    private List<JournalEntry> known(String runId) {
        List<JournalEntry> entries = runs.get(runId);
        if (entries == null) {
            throw new AgentException("there is no run " + runId + " in the journal");
        }
        return entries;
    }

    @Override
    public synchronized List<JournalEntry> read(String runId) {
        return List.copyOf(runs.getOrDefault(runId, List.of()));
    }

    @Override
    public synchronized List<RunSummary> runs() {
        List<RunSummary> summaries = new ArrayList<>();
        runs.forEach((id, entries) -> RunSummary.of(entries, held.contains(id)).ifPresent(summaries::add));
        Collections.reverse(summaries);
        return summaries;
    }

    /** The run that was begun last; empty if there is none. */
    public Optional<String> newest() {
        return runs().stream().findFirst().map(RunSummary::runId);
    }

    @Override
    public synchronized void delete(String runId) {
        try (var _ = claim(runId)) {
            runs.remove(runId);
        }
    }

    @Override
    public void close() {}

    private final class Writer implements RunWriter {

        private final String runId;
        private final List<JournalEntry> entries;
        private boolean closed;

        Writer(String runId, List<JournalEntry> entries) {
            this.runId = runId;
            this.entries = entries;
        }

        @Override
        public void append(List<? extends JournalEntry> more) {
            synchronized (InMemoryRunJournal.this) {
                if (closed) {
                    throw new RunTakenException("run " + runId + " was given back");
                }
                entries.addAll(more);
            }
        }

        @Override
        public void close() {
            synchronized (InMemoryRunJournal.this) {
                if (!closed) {
                    closed = true;
                    held.remove(runId);
                }
            }
        }
    }
}
