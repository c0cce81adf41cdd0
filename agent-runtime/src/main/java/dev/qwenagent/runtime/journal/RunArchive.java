package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.DamagedRunException;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.api.journal.RunTakenException;
import dev.qwenagent.api.journal.RunWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A journal that lasts, in files or in a database, whose runs are chains that can be held against what proves that they are as
 * they were written. Opened by {@link Journals}. Thread-safe.
 */
public final class RunArchive implements RunJournal {

    private final RunStore store;
    private final JournalSettings settings;
    private final RunAnchors anchors;

    RunArchive(RunStore store, JournalSettings settings, RunAnchors anchors) {
        this.store = store;
        this.settings = settings;
        this.anchors = anchors;
    }

    @Override
    public RunWriter begin(String runId) {
        try (Uninterrupted _ = new Uninterrupted()) {
            RunStore.HeldRun held = store.begin(runId);
            return orGiveBack(held, () -> writer(held, new Seals(runId, anchors, Head.EMPTY), Head.EMPTY, null));
        }
    }

    @Override
    public RunWriter claim(String runId) {
        try (Uninterrupted _ = new Uninterrupted()) {
            RunStore.HeldRun held = store.take(runId);
            return orGiveBack(held, () -> {
                RunStore.StoredRun stored = held.stored();
                SealBook book = book();
                List<Envelope> envelopes = checked(runId, stored, book);
                entries(runId, stored, envelopes);
                return writer(held, new Seals(runId, anchors, book.sealed(runId)),
                        envelopes.isEmpty() ? Head.EMPTY : Head.of(envelopes.getLast()), stored.key());
            });
        }
    }

    private interface Opening {
        RunWriter open();
    }

    private static RunWriter orGiveBack(RunStore.HeldRun held, Opening opening) {
        try {
            return opening.open();
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private RunWriter writer(RunStore.HeldRun held, Seals seals, Head head, @Nullable String wrapped) {
        String runId = seals.runId();
        DataKey key = wrapped == null ? null : DataKey.unwrap(runId, wrapped, settings.encryption());
        JournalKeys encryption = settings.encryption();
        if (encryption != null) {
            JournalKey master = encryption.current();
            if (key == null) {
                key = DataKey.random();
                held.keep(key.wrap(runId, master));
            } else if (!DataKey.isWrappedWith(master, wrapped)) {
                held.keep(key.wrap(runId, master));
            }
        }
        return new ArchiveWriter(held, new Chain(runId, settings.signing()),
                new Bodies(runId, settings.redaction(), key), seals, head);
    }

    @Override
    public List<JournalEntry> read(String runId) {
        // The seals first: what is written and sealed after that is no less there.
        SealBook book = book();
        Optional<RunStore.StoredRun> stored = store.read(runId);
        if (stored.isPresent()) {
            return entries(runId, stored.get(), checked(runId, stored.get(), book));
        }
        if (book().last(runId).orElse(null) instanceof AnchorRecord.Seal seal) {
            throw new DamagedRunException(runId, 1, "is missing, as all of the run is, which had " + seal.entries()
                    + " entries when it was sealed at " + seal.at());
        }
        return List.of();
    }

    private List<Envelope> checked(String runId, RunStore.StoredRun stored, SealBook book) {
        List<Envelope> envelopes = new Chain(runId, settings.signing()).check(stored.lines());
        book.check(runId, envelopes);
        return envelopes;
    }

    private List<JournalEntry> entries(String runId, RunStore.StoredRun stored, List<Envelope> envelopes) {
        String wrapped = stored.key();
        DataKey key = wrapped == null ? null : DataKey.unwrap(runId, wrapped, settings.encryption());
        Bodies bodies = new Bodies(runId, Redaction.NONE, key);
        return envelopes.stream().map(bodies::read).toList();
    }

    private SealBook book() {
        return new SealBook(anchors.records());
    }

    @Override
    public List<RunSummary> runs() {
        return summaries(store.runIds());
    }

    @Override
    public List<RunSummary> left() {
        return summaries(store.left()).stream().filter(run -> run.state() == RunSummary.State.LEFT).toList();
    }

    private List<RunSummary> summaries(List<String> runIds) {
        SealBook book = book();
        return runIds.stream()
                .map(id -> summary(id, book))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(RunSummary::began).reversed())
                .toList();
    }

    private Optional<RunSummary> summary(String runId, SealBook book) {
        boolean held = store.isHeld(runId);
        try {
            return store.read(runId)
                    .flatMap(stored -> RunSummary.of(entries(runId, stored, checked(runId, stored, book)), held));
        } catch (DamagedRunException e) {
            return Optional.of(RunSummary.damaged(runId, e));
        } catch (LockedRunException e) {
            return Optional.of(RunSummary.locked(runId, e.getMessage()));
        }
    }

    /**
     * Holds one run against its chain, its signatures and its seals, as far as there are any. It need not be decrypted for that;
     * if it is encrypted, the key beside it has to be there, and to be as it was written as far as the keys given can tell.
     *
     * @throws AgentException if there is no such run and never was, it cannot be read, or the seals were changed
     */
    public Verification verify(String runId) {
        return verify(runId, book());
    }

    /**
     * Holds every run that is here or that a seal tells of against its proofs, in the order of their ids.
     *
     * @throws AgentException if the journal or the seals cannot be read, or the seals were changed
     */
    public List<Verification> verify() {
        SealBook book = book();
        SequencedSet<String> ids = new TreeSet<>(store.runIds());
        ids.addAll(book.runIds());
        return ids.stream().map(id -> verify(id, book)).toList();
    }

    private Verification verify(String runId, SealBook book) {
        try {
            Optional<RunStore.StoredRun> stored = store.read(runId);
            // It may have been deleted since the seals were read.
            return stored.isPresent() ? verify(runId, stored.get(), book) : gone(runId, book());
        } catch (DamagedRunException e) {
            return new Verification.Broken(runId, e.entry(), e.what());
        }
    }

    private Verification verify(String runId, RunStore.StoredRun stored, SealBook book) {
        List<Envelope> envelopes = new Chain(runId, settings.signing()).check(stored.lines());
        Set<Verification.Witness> witnesses = EnumSet.of(Verification.Witness.CHAIN);
        if (settings.signing() != null) {
            witnesses.add(Verification.Witness.KEY);
        }
        if (book.check(runId, envelopes)) {
            witnesses.add(Verification.Witness.ANCHOR);
        }
        checkKey(runId, stored.key(), envelopes);
        return new Verification.Sound(runId, envelopes.size(), witnesses);
    }

    private void checkKey(String runId, @Nullable String wrapped, List<Envelope> envelopes) {
        if (wrapped == null) {
            var bodies = new Bodies(runId, Redaction.NONE, null);
            envelopes.stream().filter(Bodies::isEncrypted).findFirst().ifPresent(bodies::read);
            return;
        }
        try {
            DataKey.unwrap(runId, wrapped, settings.encryption());
        } catch (LockedRunException _) {
            // Whoever verifies need not be able to read.
        }
    }

    private static Verification gone(String runId, SealBook book) {
        return switch (book.last(runId).orElseThrow(() -> unknown(runId))) {
            case AnchorRecord.Seal seal -> new Verification.Missing(runId, seal.at(), seal.entries());
            case AnchorRecord.Deletion gone -> new Verification.Deleted(runId, gone.at(), gone.entries());
        };
    }

    private static AgentException unknown(String runId) {
        return new AgentException("there is no run " + runId + " in the journal, and no seal tells of one");
    }

    /** Deletes a run, whether it is damaged or not, and notes among the seals that this was meant. */
    @Override
    public void delete(String runId) {
        try (Uninterrupted _ = new Uninterrupted(); RunStore.HeldRun held = store.take(runId)) {
            delete(runId, held);
        }
    }

    private void delete(String runId, RunStore.HeldRun held) {
        Head head = head(held);
        anchors.add(new AnchorRecord.Deletion(runId, Instant.now(), head.entries(), head.hash()));
        held.delete();
    }

    /** How far a run that is deleted reaches; one that is damaged is deleted all the same. */
    private static Head head(RunStore.HeldRun held) {
        try {
            List<String> lines = held.stored().lines();
            return lines.isEmpty() ? Head.EMPTY : Head.of(Envelope.parse(lines.getLast()));
        } catch (IllegalArgumentException | DamagedRunException _) {
            return Head.EMPTY;
        }
    }

    /**
     * Deletes the runs in which nothing has happened since an instant, but those that somebody works on, those that are damaged,
     * which somebody should look at, and those that are encrypted with a key that was not given. A deletion that was noted among
     * the seals and then broken off is brought to its end, whenever it was.
     *
     * @return their ids
     * @throws AgentException if one could not be deleted; those before it are
     */
    public List<String> deleteQuietSince(Instant instant) {
        List<String> deleted = new ArrayList<>();
        SealBook book = book();
        for (String runId : store.runIds()) {
            try (Uninterrupted _ = new Uninterrupted(); RunStore.HeldRun held = store.take(runId)) {
                if (isBrokenOff(runId, held, book)) {
                    held.delete();
                    deleted.add(runId);
                    continue;
                }
                RunStore.StoredRun stored = held.stored();
                List<JournalEntry> entries = entries(runId, stored, checked(runId, stored, book));
                if (entries.isEmpty() || entries.getLast().at().isBefore(instant)) {
                    delete(runId, held);
                    deleted.add(runId);
                }
            } catch (RunTakenException | DamagedRunException | LockedRunException _) {
                // Somebody works on it, or should look at it, or has its key.
            }
        }
        return deleted;
    }

    /** Whether what lies there is what is left of a run whose deletion was noted: its end, or nothing of its entries any more. */
    private static boolean isBrokenOff(String runId, RunStore.HeldRun held, SealBook book) {
        Head head = head(held);
        return book.last(runId).orElse(null) instanceof AnchorRecord.Deletion deletion
                && (head.entries() == 0 || head.equals(new Head(deletion.entries(), deletion.hash())));
    }

    @Override
    public void close() {
        store.close();
    }
}
