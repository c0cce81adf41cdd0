package dev.qwenagent.runtime.journal;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a journal is kept. Immutable.
 *
 * @param signing the keys that sign each entry; null if none is signed
 * @param encryption the keys that encrypt what entries say; null if it is written in the clear
 * @param anchors the folder of the seals, which lies best where whoever can write the journal cannot write; null if none are kept
 * @param redaction what is blacked out before anything is written
 * @param lease how this worker holds runs in a database
 */
public record JournalSettings(@Nullable JournalKeys signing, @Nullable JournalKeys encryption, @Nullable Path anchors,
        Redaction redaction, Lease lease) {

    /** Nothing signed, encrypted, anchored or blacked out. */
    public static JournalSettings plain() {
        return new JournalSettings(null, null, null, Redaction.NONE, Lease.ofThisProcess());
    }

    /** These, with entries signed. */
    public JournalSettings signedBy(JournalKeys keys) {
        return new JournalSettings(keys, encryption, anchors, redaction, lease);
    }

    /** These, with what entries say encrypted. */
    public JournalSettings encryptedBy(JournalKeys keys) {
        return new JournalSettings(signing, keys, anchors, redaction, lease);
    }

    /** These, with seals in this folder. */
    public JournalSettings anchoredIn(Path folder) {
        return new JournalSettings(signing, encryption, folder, redaction, lease);
    }

    /** These, with secrets blacked out. */
    public JournalSettings redacting(Redaction newRedaction) {
        return new JournalSettings(signing, encryption, anchors, newRedaction, lease);
    }

    /** These, with runs held in this way. */
    public JournalSettings leasing(Lease newLease) {
        return new JournalSettings(signing, encryption, anchors, redaction, newLease);
    }

    /**
     * How a worker holds runs in a database; in files the operating system knows who lives.
     *
     * @param worker its name, for people
     * @param length until others may take a run whose worker was not heard of; it is renewed after a third of it
     */
    public record Lease(String worker, Duration length) {

        private static final Duration USUAL = Duration.ofSeconds(30);

        /**
         * Checks the length.
         *
         * @throws IllegalArgumentException if it is shorter than 50 milliseconds
         */
        public Lease {
            if (length.toMillis() < 50) {
                throw new IllegalArgumentException("a lease lasts at least 50 ms, found " + length);
            }
        }

        /** Half a minute, by a name that says the process. */
        public static Lease ofThisProcess() {
            return new Lease("process " + ProcessHandle.current().pid(), USUAL);
        }
    }
}
