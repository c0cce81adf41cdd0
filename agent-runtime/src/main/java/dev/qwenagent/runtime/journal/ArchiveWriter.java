package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunTakenException;
import dev.qwenagent.api.journal.RunWriter;
import java.util.ArrayList;
import java.util.List;

/** Puts entries into envelopes, the envelopes into the store, and a seal on a run that ends or is put down. Thread-safe. */
final class ArchiveWriter implements RunWriter {

    private final RunStore.HeldRun held;
    private final Chain chain;
    private final Bodies bodies;
    private final Seals seals;
    private Head head;
    private boolean closed;
    /** After a write that failed it is not known what is there, so nothing is sealed. */
    private boolean failed;

    ArchiveWriter(RunStore.HeldRun held, Chain chain, Bodies bodies, Seals seals, Head head) {
        this.held = held;
        this.chain = chain;
        this.bodies = bodies;
        this.seals = seals;
        this.head = head;
    }

    @Override
    public synchronized void append(List<? extends JournalEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        try (Uninterrupted _ = new Uninterrupted()) {
            write(entries);
        }
    }

    private void write(List<? extends JournalEntry> entries) {
        if (closed) {
            throw new RunTakenException("run " + entries.getFirst().runId()
                    + " was given back; whoever goes on with it claims it again");
        }
        List<Envelope> envelopes = new ArrayList<>(entries.size());
        Head next = head;
        for (JournalEntry entry : entries) {
            Envelope envelope = chain.next(next, bodies.write(next.entries() + 1, entry));
            envelopes.add(envelope);
            next = Head.of(envelope);
        }
        boolean atRest = isAtRest(entries.getLast());
        failed = true;
        held.append(envelopes, durability(entries),
                atRest ? RunStore.Standing.AT_REST : RunStore.Standing.UNDER_WAY);
        failed = false;
        head = next;
        if (atRest && seals.isOpen(head)) {
            seals.set(head);
        }
    }

    private static RunStore.Durability durability(List<? extends JournalEntry> entries) {
        return entries.stream().anyMatch(JournalEntry::isForced)
                ? RunStore.Durability.DISK
                : RunStore.Durability.PROCESS;
    }

    private static boolean isAtRest(JournalEntry entry) {
        return entry instanceof JournalEntry.RunEnded || entry instanceof JournalEntry.RunSuspended
                || entry instanceof JournalEntry.Declassified;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (Uninterrupted _ = new Uninterrupted(); held) {
            if (!failed && seals.isOpen(head)) {
                held.force();
                seals.set(head);
            }
        }
    }
}
