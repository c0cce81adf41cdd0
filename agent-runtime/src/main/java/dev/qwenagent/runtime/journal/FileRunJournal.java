package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.memory.OwnerOnly;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each run in a file of its own, {@code RUNID.jsonl}, readable by its owner only, one entry a line, forced to disk
 * before {@link #append} returns. A run's file is closed with its last entry. Thread-safe.
 *
 * <p>A last line without its end is an entry that was being written when the process died: it is left out when the run is read,
 * as its effect never began.
 */
public final class FileRunJournal implements RunJournal {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Path folder;
    private final Map<String, FileOutputStream> open = new HashMap<>();

    private FileRunJournal(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens a journal in a folder, which is made if it is missing.
     *
     * @throws AgentException if the folder cannot be made
     */
    public static FileRunJournal in(Path folder) {
        try {
            Files.createDirectories(folder, OwnerOnly.folder());
        } catch (IOException e) {
            throw new AgentException("the journal's folder " + folder + " cannot be made: " + e, e);
        }
        return new FileRunJournal(folder);
    }

    @Override
    public synchronized void append(JournalEntry entry) {
        Path file = file(entry.runId());
        try {
            write(JournalJson.write(entry), file, entry.runId());
        } catch (IOException e) {
            throw new AgentException("journal file " + file + " cannot be written: " + e, e);
        } finally {
            if (entry instanceof JournalEntry.RunEnded || entry instanceof JournalEntry.Declassified) {
                close(open.remove(entry.runId()));
            }
        }
    }

    private void write(String line, Path file, String runId) throws IOException {
        FileOutputStream out = open.get(runId);
        if (out == null) {
            if (Files.notExists(file)) {
                Files.createFile(file, OwnerOnly.file());
            }
            out = new FileOutputStream(file.toFile(), true);
            open.put(runId, out);
        }
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.getFD().sync();
    }

    @Override
    public List<JournalEntry> read(String runId) {
        Path file = file(runId);
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new AgentException("journal file " + file + " cannot be read: " + e, e);
        }
        List<JournalEntry> entries = new ArrayList<>();
        int line = 0;
        for (int start = 0, end; (end = text.indexOf('\n', start)) >= 0; start = end + 1) {
            line++;
            try {
                entries.add(JournalJson.read(text.substring(start, end)));
            } catch (IOException | RuntimeException e) {
                throw new AgentException(
                        "journal file " + file + ", line " + line + ": expected an entry in JSON, found "
                                + e.getMessage(),
                        e);
            }
        }
        return entries;
    }

    @Override
    public synchronized void close() {
        open.values().forEach(this::close);
        open.clear();
    }

    private void close(@Nullable FileOutputStream out) {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            throw new AgentException("a journal file in " + folder + " cannot be closed: " + e, e);
        }
    }

    private Path file(String runId) {
        if (!ID.matcher(runId).matches()) {
            throw new AgentException(
                    "a run's id is up to 100 letters, digits, dots, dashes and underscores; found '" + runId
                            + "'");
        }
        return folder.resolve(runId + ".jsonl");
    }
}
