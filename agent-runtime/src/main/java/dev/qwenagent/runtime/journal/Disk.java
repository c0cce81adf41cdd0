package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.memory.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Folders and files that must be their owner's alone and must survive the end of the machine. */
final class Disk {

    private static final int PIECE = 1 << 16;

    private Disk() {}

    /**
     * Makes a folder for its owner only if it is missing.
     *
     * @return its real path
     * @throws AgentException if it cannot be made, or is there and everybody may write to it
     */
    static Path folder(Path folder) {
        try {
            Files.createDirectories(folder, OwnerOnly.folder());
            var view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
            if (view != null) {
                Set<PosixFilePermission> permissions = view.readAttributes().permissions();
                if (permissions.contains(PosixFilePermission.OTHERS_WRITE)
                        || permissions.contains(PosixFilePermission.GROUP_WRITE)) {
                    throw new AgentException("others may write to the folder " + folder
                            + ", so they could take away and put in what they like; make it your own: chmod go-w "
                            + folder);
                }
            }
            return folder.toRealPath();
        } catch (IOException e) {
            throw new AgentException("the folder " + folder + " cannot be made: " + e, e);
        }
    }

    /** Forces the names in a folder to disk: a new file whose name is lost is lost. */
    static void forceNames(Path folder) throws IOException {
        if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Writes a small file as a whole, or leaves it as it was. */
    static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, OwnerOnly.file());
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            write(channel, text.getBytes(StandardCharsets.UTF_8));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceNames(file.getParent());
    }

    static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Puts zeros in the place of what a file holds, and deletes it. */
    static void erase(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long left = channel.size(); left > 0; left -= PIECE) {
                write(channel, new byte[(int) Math.min(left, PIECE)]);
            }
            channel.force(true);
        }
        Files.delete(file);
    }

    /** The lines of a file that were written to their ends. */
    static List<String> lines(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (int start = 0, end; (end = text.indexOf('\n', start)) >= 0; start = end + 1) {
            lines.add(text.substring(start, end));
        }
        return lines;
    }

    /** Opens a file to write after its last whole line; what stands behind that was being written when a process died. */
    static FileChannel append(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            long end = lineStart(channel, channel.size());
            if (end < channel.size()) {
                channel.truncate(end);
                channel.force(true);
            }
            channel.position(end);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The last line of a file that {@link #append} opened; empty if it has none. */
    static Optional<String> lastLine(FileChannel channel) throws IOException {
        long end = channel.position();
        if (end == 0) {
            return Optional.empty();
        }
        long start = lineStart(channel, end - 1);
        ByteBuffer line = ByteBuffer.allocate((int) (end - 1 - start));
        fill(line, channel, start);
        return Optional.of(new String(line.array(), StandardCharsets.UTF_8));
    }

    /** The place behind the last end of a line in the first bytes of a file. */
    private static long lineStart(FileChannel channel, long bytes) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (long end = bytes; end > 0;) {
            long start = Math.max(0, end - PIECE);
            piece.clear().limit((int) (end - start));
            fill(piece, channel, start);
            for (int i = piece.position() - 1; i >= 0; i--) {
                if (piece.get(i) == '\n') {
                    return start + i + 1;
                }
            }
            end = start;
        }
        return 0;
    }

    private static void fill(ByteBuffer buffer, FileChannel channel, long start) throws IOException {
        while (buffer.hasRemaining() && channel.read(buffer, start + buffer.position()) >= 0) {
            // Until all of it was read.
        }
    }
}
