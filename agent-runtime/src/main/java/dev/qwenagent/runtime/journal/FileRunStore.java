package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.RunTakenException;
import dev.qwenagent.memory.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each run in a file of its own, {@code RUNID.jsonl}, an envelope a line, its wrapped key in {@code RUNID.key}, its lock
 * in {@code .locks/RUNID}, all for their owner only. Thread-safe.
 */
final class FileRunStore implements RunStore {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final String ENDING = ".jsonl";
    /** Whoever only looks whether a run is held holds it for an instant. */
    private static final int TRIES = 40;
    private static final int PAUSE_MILLIS = 5;

    private final Path folder;
    private final Path locks;

    private FileRunStore(Path folder) {
        this.folder = folder;
        this.locks = Disk.folder(folder.resolve(".locks"));
    }

    static FileRunStore in(Path folder) {
        return new FileRunStore(Disk.folder(folder));
    }

    @Override
    public HeldRun begin(String runId) {
        Path file = file(runId);
        try {
            ProcessLock lock = lock(runId);
            try {
                Files.createFile(file, OwnerOnly.file());
                Disk.forceNames(folder);
                return new FileHeldRun(file, key(runId), lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (FileAlreadyExistsException e) {
            throw new AgentException("run " + runId + " is in the journal already: " + file, e);
        } catch (IOException e) {
            throw new AgentException("the journal file " + file + " cannot be written: " + e, e);
        }
    }

    @Override
    public HeldRun take(String runId) {
        Path file = file(runId);
        if (!Files.exists(file)) {
            throw new AgentException("there is no run " + runId + " in the journal " + folder);
        }
        try {
            ProcessLock lock = lock(runId);
            try {
                return new FileHeldRun(file, key(runId), lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new AgentException("there is no run " + runId + " in the journal " + folder, e);
        } catch (IOException e) {
            throw new AgentException("the journal file " + file + " cannot be written: " + e, e);
        }
    }

    private ProcessLock lock(String runId) throws IOException {
        for (int tries = 0;; tries++) {
            Optional<ProcessLock> lock = ProcessLock.take(locks.resolve(runId));
            if (lock.isPresent()) {
                return lock.get();
            }
            if (tries == TRIES || !paused()) {
                throw new RunTakenException("run " + runId + " is in the hands of another worker, which holds "
                        + locks.resolve(runId));
            }
        }
    }

    private static boolean paused() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public Optional<StoredRun> read(String runId) {
        Path file = file(runId);
        try {
            return Optional.of(stored(file, key(runId)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new AgentException("the journal file " + file + " cannot be read: " + e, e);
        }
    }

    static StoredRun stored(Path file, Path key) throws IOException {
        return new StoredRun(Disk.lines(file), wrapped(key));
    }

    private static @Nullable String wrapped(Path key) throws IOException {
        return Files.exists(key) ? Files.readString(key) : null;
    }

    @Override
    public List<String> runIds() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .filter(id -> ID.matcher(id).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AgentException("the journal's folder " + folder + " cannot be read: " + e, e);
        }
    }

    @Override
    public List<String> left() {
        return runIds().stream().filter(id -> !isHeld(id)).toList();
    }

    @Override
    public boolean isHeld(String runId) {
        try {
            Optional<ProcessLock> lock = ProcessLock.take(locks.resolve(runId));
            if (lock.isPresent()) {
                lock.get().close();
            }
            return lock.isEmpty();
        } catch (IOException e) {
            throw new AgentException("the lock " + locks.resolve(runId) + " cannot be looked at: " + e, e);
        }
    }

    @Override
    public void close() {}

    private Path file(String runId) {
        if (!ID.matcher(runId).matches()) {
            throw new AgentException("a run's id is up to 100 letters, digits, dots, dashes and underscores; found '"
                    + runId + "'");
        }
        return folder.resolve(runId + ENDING);
    }

    private Path key(String runId) {
        return folder.resolve(runId + ".key");
    }
}
