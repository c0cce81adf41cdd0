package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.api.journal.RunWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** A journal that lasts, in files or in a database, and can be held against what proves that it is as it was written. Thread-safe. */
public final class RunArchive implements RunJournal {

    private final FileRunJournal store;

    RunArchive(FileRunJournal store) {
        this.store = store;
    }

    @Override
    public RunWriter begin(String runId) {
        return store.begin(runId);
    }

    @Override
    public RunWriter claim(String runId) {
        return store.claim(runId);
    }

    @Override
    public List<JournalEntry> read(String runId) {
        return store.read(runId);
    }

    @Override
    public List<RunSummary> runs() {
        return store.runs();
    }

    /**
     * Holds one run against its chain, its signatures and its seals, as far as there are any.
     *
     * @throws dev.qwenagent.api.AgentException if there is no such run and never was, or it cannot be read
     */
    public Verification verify(String runId) {
        return new Verification.Sound(runId, read(runId).size(), EnumSet.noneOf(Verification.Witness.class));
    }

    /**
     * Holds every run that is here or that a seal tells of against its proofs, in the order of their ids.
     *
     * @throws dev.qwenagent.api.AgentException if the journal or the seals cannot be read, or the seals were changed
     */
    public List<Verification> verify() {
        return runs().stream().map(RunSummary::runId).sorted().map(this::verify).toList();
    }

    @Override
    public void delete(String runId) {
        store.delete(runId);
    }

    /**
     * Deletes the runs in which nothing has happened since an instant, but those that somebody works on.
     *
     * @return their ids
     * @throws dev.qwenagent.api.AgentException if one could not be deleted; those before it are
     */
    public List<String> deleteQuietSince(Instant instant) {
        List<String> deleted = new ArrayList<>();
        for (RunSummary run : runs()) {
            if (run.state() != RunSummary.State.RUNNING && read(run.runId()).getLast().at().isBefore(instant)) {
                delete(run.runId());
                deleted.add(run.runId());
            }
        }
        return deleted;
    }

    @Override
    public void close() {
        store.close();
    }
}
