package dev.qwenagent.runtime.journal;

import java.nio.file.Path;

/** Opens journals by where they are. */
public final class Journals {

    private static final String DATABASE = "jdbc:";

    private Journals() {}

    /**
     * Opens the journal at a place, which is made if it is missing.
     *
     * @param place a folder, or the URL of a database such as {@code jdbc:sqlite:/var/lib/agent/runs.db} or
     *     {@code jdbc:postgresql://host/base?user=agent}; its driver has to be on the class path
     * @throws dev.qwenagent.api.AgentException if it cannot be opened, with what is missing
     */
    public static RunArchive open(String place, JournalSettings settings) {
        Path anchors = settings.anchors();
        return open(place, settings,
                anchors == null ? RunAnchors.NONE : FileRunAnchors.in(anchors, settings.signing()));
    }

    /**
     * Opens the journal at a place with its seals in a place of one's own.
     *
     * @throws dev.qwenagent.api.AgentException if it cannot be opened, with what is missing
     */
    public static RunArchive open(String place, JournalSettings settings, RunAnchors anchors) {
        RunStore store = place.startsWith(DATABASE)
                ? DatabaseRunStore.open(place, settings.lease())
                : FileRunStore.in(Path.of(place));
        return new RunArchive(store, settings, anchors);
    }

    /** Opens a journal in a folder, which is made if it is missing: nothing signed, encrypted, anchored or blacked out. */
    public static RunArchive in(Path folder) {
        return open(folder.toString(), JournalSettings.plain());
    }
}
