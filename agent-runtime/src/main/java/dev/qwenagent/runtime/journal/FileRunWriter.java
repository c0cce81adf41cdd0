package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunTakenException;
import dev.qwenagent.api.journal.RunWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes to the file of one run, which it holds by a lock of the operating system: the lock ends with the process, however
 * that ends. Thread-safe.
 */
final class FileRunWriter implements RunWriter {

    private final Path file;
    private final FileChannel channel;

    private FileRunWriter(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes a file that exists.
     *
     * @throws RunTakenException if it is held already
     * @throws IOException if it cannot be opened
     */
    static FileRunWriter take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (isLocked(channel)) {
                var writer = new FileRunWriter(file, channel);
                writer.cutTornEnd();
                return writer;
            }
            channel.close();
            throw new RunTakenException("the run of " + file + " is in the hands of another worker");
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** An entry without its end was being written when its process died; what it announces never happened. */
    private void cutTornEnd() throws IOException {
        long end = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        while (end > 0) {
            last.clear();
            channel.read(last, end - 1);
            if (last.get(0) == '\n') {
                break;
            }
            end--;
        }
        channel.truncate(end);
        channel.position(end);
    }

    @Override
    public synchronized void append(List<? extends JournalEntry> entries) {
        try {
            StringBuilder lines = new StringBuilder();
            for (JournalEntry entry : entries) {
                lines.append(JournalJson.write(entry)).append('\n');
            }
            ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (entries.stream().anyMatch(JournalEntry::isForced)) {
                channel.force(false);
            }
        } catch (IOException e) {
            throw new AgentException("journal file " + file + " cannot be written: " + e, e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AgentException("journal file " + file + " cannot be closed: " + e, e);
        }
    }
}
