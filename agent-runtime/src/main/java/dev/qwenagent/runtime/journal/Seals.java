package dev.qwenagent.runtime.journal;

import java.time.Instant;

/** Sets the seals of one run. Not thread-safe. */
final class Seals {

    private final String runId;
    private final RunAnchors anchors;
    private Head sealed;

    /**
     * The seals of a run.
     *
     * @param sealed how far the last one reaches
     */
    Seals(String runId, RunAnchors anchors, Head sealed) {
        this.runId = runId;
        this.anchors = anchors;
        this.sealed = sealed;
    }

    String runId() {
        return runId;
    }

    /** Whether a head has no seal yet. */
    boolean isOpen(Head head) {
        return anchors != RunAnchors.NONE && !head.equals(sealed);
    }

    void set(Head head) {
        anchors.add(new AnchorRecord.Seal(runId, Instant.now(), head.entries(), head.hash()));
        sealed = head;
    }
}
