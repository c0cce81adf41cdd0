package dev.qwenagent.runtime.journal;

import java.nio.file.Path;

/** Opens journals in folders. */
public final class FileRunJournal {

    private FileRunJournal() {}

    /** Opens a journal in a folder, see {@link Journals#in}. */
    public static RunArchive in(Path folder) {
        return Journals.in(folder);
    }
}
