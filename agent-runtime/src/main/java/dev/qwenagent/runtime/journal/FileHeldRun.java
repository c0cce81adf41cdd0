package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.AgentException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The file of one run, held by a {@link ProcessLock}. After a write that failed nothing more is written: what is on the disk then
 * is not known, and whoever claims the run anew looks. Not thread-safe.
 */
final class FileHeldRun implements RunStore.HeldRun {

    private final Path file;
    private final Path key;
    private final ProcessLock lock;
    private final RandomAccessFile opened;

    FileHeldRun(Path file, Path key, ProcessLock lock) throws IOException {
        this.file = file;
        this.key = key;
        this.lock = lock;
        this.opened = Disk.append(file);
    }

    @Override
    public RunStore.StoredRun stored() {
        try {
            return FileRunStore.stored(file, key);
        } catch (IOException e) {
            throw new AgentException("the journal file " + file + " cannot be read: " + e, e);
        }
    }

    @Override
    public void keep(String wrapped) {
        try {
            Disk.replace(key, wrapped);
        } catch (IOException e) {
            throw new AgentException("the key of a run cannot be written to " + key + ": " + e, e);
        }
    }

    @Override
    public void append(List<Envelope> envelopes, RunStore.Durability durability, RunStore.Standing standing) {
        StringBuilder lines = new StringBuilder();
        envelopes.forEach(envelope -> lines.append(envelope.line()).append('\n'));
        try {
            opened.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            if (durability == RunStore.Durability.DISK) {
                opened.getFD().sync();
            }
        } catch (IOException e) {
            close();
            throw new AgentException("the journal file " + file + " cannot be written: " + e
                    + "; nothing more of the run is written until it is claimed again", e);
        }
    }

    @Override
    public void force() {
        try {
            opened.getFD().sync();
        } catch (IOException e) {
            throw new AgentException("the journal file " + file + " cannot be forced to disk: " + e, e);
        }
    }

    @Override
    public void delete() {
        try {
            opened.close();
            // The key first: without it the rest says nothing.
            for (Path secret : List.of(Disk.fresh(key), key)) {
                if (Files.exists(secret)) {
                    Disk.erase(secret);
                }
            }
            Disk.erase(file);
            Disk.forceNames(file.getParent());
        } catch (IOException e) {
            throw new AgentException("the journal file " + file + " cannot be deleted: " + e, e);
        }
    }

    @Override
    public void close() {
        try (lock) {
            opened.close();
        } catch (IOException e) {
            throw new AgentException("the journal file " + file + " cannot be closed: " + e, e);
        }
    }
}
