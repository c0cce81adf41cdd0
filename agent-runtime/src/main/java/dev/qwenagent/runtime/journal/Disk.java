package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.memory.OwnerOnly;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Folders and files that must be their owner's alone and must survive the end of the machine. They are not opened as channels,
 * which close when their thread is interrupted.
 */
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

    /** What lies beside a file for an instant while it is {@linkplain #replace replaced}, and for longer if that was broken off. */
    static Path fresh(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /** Writes a small file as a whole, or leaves it as it was. */
    static void replace(Path file, String text) throws IOException {
        Path fresh = fresh(file);
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, OwnerOnly.file());
        try (var written = new RandomAccessFile(fresh.toFile(), "rw")) {
            written.write(text.getBytes(StandardCharsets.UTF_8));
            written.getFD().sync();
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceNames(file.getParent());
    }

    /**
     * Writes a small file as a whole, or not at all.
     *
     * @throws FileAlreadyExistsException if it is there
     */
    static void create(Path file, String text) throws IOException {
        Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "new", "", OwnerOnly.file());
        try {
            try (var written = new RandomAccessFile(fresh.toFile(), "rw")) {
                written.write(text.getBytes(StandardCharsets.UTF_8));
                written.getFD().sync();
            }
            Files.createLink(file, fresh);
        } finally {
            Files.delete(fresh);
        }
        forceNames(file.toAbsolutePath().getParent());
    }

    /** Puts zeros in the place of what a file holds, and deletes it. */
    static void erase(Path file) throws IOException {
        try (var erased = new RandomAccessFile(file.toFile(), "rw")) {
            for (long left = erased.length(); left > 0; left -= PIECE) {
                erased.write(new byte[(int) Math.min(left, PIECE)]);
            }
            erased.getFD().sync();
        }
        Files.delete(file);
    }

    /** The lines of a file that were written to their ends. */
    static List<String> lines(Path file) throws IOException {
        byte[] bytes;
        try (var opened = new FileInputStream(file.toFile())) {
            bytes = opened.readAllBytes();
        } catch (FileNotFoundException e) {
            throw Files.exists(file) ? e : new NoSuchFileException(file.toString());
        }
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                lines.add(line(bytes, start, i - start));
                start = i + 1;
            }
        }
        return lines;
    }

    /** A line that is no UTF-8 was never written: it must not be taken for one that has the sign for such characters in it. */
    private static String line(byte[] bytes, int start, int length) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length)).toString();
        } catch (CharacterCodingException _) {
            return "(no UTF-8) " + new String(bytes, start, length, StandardCharsets.UTF_8);
        }
    }

    /** Opens a file to write after its last whole line; what stands behind that was being written when a process died. */
    static RandomAccessFile append(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        var opened = new RandomAccessFile(file.toFile(), "rw");
        try {
            long end = lineStart(opened, opened.length());
            opened.setLength(end);
            opened.seek(end);
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** The last line of a file that {@link #append} opened; empty if it has none. */
    static Optional<String> lastLine(RandomAccessFile file) throws IOException {
        long end = file.length();
        if (end == 0) {
            return Optional.empty();
        }
        long start = lineStart(file, end - 1);
        byte[] line = new byte[(int) (end - 1 - start)];
        file.seek(start);
        file.readFully(line);
        file.seek(end);
        return Optional.of(new String(line, StandardCharsets.UTF_8));
    }

    /** The place behind the last end of a line in the first bytes of a file. */
    private static long lineStart(RandomAccessFile file, long bytes) throws IOException {
        byte[] piece = new byte[PIECE];
        for (long end = bytes; end > 0;) {
            long start = Math.max(0, end - PIECE);
            int length = (int) (end - start);
            file.seek(start);
            file.readFully(piece, 0, length);
            for (int i = length - 1; i >= 0; i--) {
                if (piece[i] == '\n') {
                    return start + i + 1;
                }
            }
            end = start;
        }
        return 0;
    }
}
