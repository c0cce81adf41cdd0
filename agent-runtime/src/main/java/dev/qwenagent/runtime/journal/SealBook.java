package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.journal.DamagedRunException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the anchors said of all runs when they were read. Immutable. */
final class SealBook {

    private final Map<String, List<AnchorRecord>> records = new LinkedHashMap<>();

    SealBook(List<AnchorRecord> all) {
        all.forEach(record -> records.computeIfAbsent(record.runId(), _ -> new ArrayList<>()).add(record));
    }

    /** The runs that something was said of. */
    Set<String> runIds() {
        return records.keySet();
    }

    /** What was said of a run last; empty if nothing was. */
    Optional<AnchorRecord> last(String runId) {
        return records.containsKey(runId) ? Optional.of(records.get(runId).getLast()) : Optional.empty();
    }

    /** How far the last seal of a run reaches. */
    Head sealed(String runId) {
        return last(runId).map(record -> new Head(record.entries(), record.hash())).orElse(Head.EMPTY);
    }

    /**
     * Holds a run whose chain is whole against all that was said of it.
     *
     * @return whether a seal speaks for it
     * @throws DamagedRunException if it was rewritten, cut, or should not be there
     */
    boolean check(String runId, List<Envelope> envelopes) {
        boolean sealed = false;
        for (AnchorRecord record : records.getOrDefault(runId, List.of())) {
            switch (record) {
                case AnchorRecord.Seal seal -> {
                    check(seal, envelopes);
                    sealed = true;
                }
                case AnchorRecord.Deletion deletion -> throw new DamagedRunException(runId, 1,
                        "should not be there: the run was deleted at " + deletion.at());
            }
        }
        return sealed;
    }

    private static void check(AnchorRecord.Seal seal, List<Envelope> envelopes) {
        if (seal.entries() > envelopes.size()) {
            throw new DamagedRunException(seal.runId(), envelopes.size() + 1L, "is missing: the run had "
                    + seal.entries() + " entries when it was sealed at " + seal.at());
        }
        if (seal.entries() > 0 && !envelopes.get((int) seal.entries() - 1).hash().equals(seal.hash())) {
            throw new DamagedRunException(seal.runId(), seal.entries(), "is another than when the run was sealed at "
                    + seal.at() + ": it or one before it was written again");
        }
    }
}
