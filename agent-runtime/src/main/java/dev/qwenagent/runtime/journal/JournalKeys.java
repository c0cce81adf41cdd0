package dev.qwenagent.runtime.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The key that is used for what is written, and older ones by which what was written before is still read: a key is replaced by
 * putting a new one before it. Immutable.
 *
 * @param current for all that is written
 * @param older for reading only
 */
public record JournalKeys(JournalKey current, List<JournalKey> older) {

    /** Copies the list. */
    public JournalKeys {
        older = List.copyOf(older);
    }

    /** The key, and older ones for reading. */
    public static JournalKeys of(JournalKey current, JournalKey... older) {
        return new JournalKeys(current, List.of(older));
    }

    /** The key of this id; empty if it is none of these. */
    Optional<JournalKey> find(String id) {
        return all().stream().filter(key -> key.id().equals(id)).findFirst();
    }

    private List<JournalKey> all() {
        List<JournalKey> all = new ArrayList<>();
        all.add(current);
        all.addAll(older);
        return all;
    }
}
