package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.api.journal.RunTakenException;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.memory.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps each run in a file of its own, {@code RUNID.jsonl}, readable by its owner only, one entry a line, forced to disk
 * where an effect depends on it. Thread-safe.
 *
 * <p>A last line without its end is an entry that was being written when the process died: it is left out when the run is read,
 * and cut off when it is claimed, as its effect never began.
 */
public final class FileRunJournal implements RunJournal {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final String ENDING = ".jsonl";

    private final Path folder;

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
    public RunWriter begin(String runId) {
        Path file = file(runId);
        try {
            Files.createFile(file, OwnerOnly.file());
            return FileRunWriter.take(file);
        } catch (FileAlreadyExistsException e) {
            throw new AgentException("run " + runId + " is in the journal already: " + file, e);
        } catch (IOException e) {
            throw new AgentException("journal file " + file + " cannot be written: " + e, e);
        }
    }

    @Override
    public RunWriter claim(String runId) {
        Path file = file(runId);
        try {
            return FileRunWriter.take(file);
        } catch (NoSuchFileException e) {
            throw unknown(runId, e);
        } catch (IOException e) {
            throw new AgentException("journal file " + file + " cannot be written: " + e, e);
        }
    }

    private AgentException unknown(String runId, Exception cause) {
        return new AgentException("there is no run " + runId + " in the journal " + folder, cause);
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
    public List<RunSummary> runs() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .map(id -> RunSummary.of(read(id), isHeld(id)))
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing(RunSummary::began).reversed())
                    .toList();
        } catch (IOException e) {
            throw new AgentException("the journal's folder " + folder + " cannot be read: " + e, e);
        }
    }

    private boolean isHeld(String runId) {
        try (var _ = claim(runId)) {
            return false;
        } catch (RunTakenException e) {
            return true;
        }
    }

    @Override
    public void delete(String runId) {
        try (var _ = claim(runId)) {
            Files.delete(file(runId));
        } catch (IOException e) {
            throw new AgentException("journal file " + file(runId) + " cannot be deleted: " + e, e);
        }
    }

    @Override
    public void close() {}

    private Path file(String runId) {
        if (!ID.matcher(runId).matches()) {
            throw new AgentException(
                    "a run's id is up to 100 letters, digits, dots, dashes and underscores; found '" + runId
                            + "'");
        }
        return folder.resolve(runId + ENDING);
    }
}
