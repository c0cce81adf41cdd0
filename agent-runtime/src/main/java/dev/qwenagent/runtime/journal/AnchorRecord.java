package dev.qwenagent.runtime.journal;

import java.time.Instant;

/** What is kept outside of a journal about one of its runs. */
public sealed interface AnchorRecord {

    /** The run. */
    String runId();

    /** When it was said. */
    Instant at();

    /** How many entries the run had. */
    long entries();

    /** The hash of the last of them, in hexadecimal digits; zeros if there was none. */
    String hash();

    /** The run ended or was put down like this. */
    record Seal(String runId, Instant at, long entries, String hash) implements AnchorRecord {}

    /** The run is deleted on purpose. */
    record Deletion(String runId, Instant at, long entries, String hash) implements AnchorRecord {}
}
