package dev.qwenagent.tools.builtin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A folder held open by the operating system: names are looked up in this very folder, wherever its path leads by now. The JDK
 * makes folders only by their path; so a new one is made in the root under a name of chance and moved from there, by its handle,
 * into this folder.
 */
final class HandleFolder implements Folder {

    private final Path root;
    private final SecureDirectoryStream<Path> stream;

    /**
     * An open folder.
     *
     * @param root the root that it lies below, or the folder itself
     */
    HandleFolder(Path root, SecureDirectoryStream<Path> stream) {
        this.root = root;
        this.stream = stream;
    }

    @Override
    public List<Path> names() {
        List<Path> names = new ArrayList<>();
        stream.forEach(entry -> names.add(entry.getFileName()));
        return names;
    }

    @Override
    public BasicFileAttributes attributes(Path name) throws IOException {
        return stream.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    @Override
    public Folder enter(Path name) throws IOException {
        return new HandleFolder(root, stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public void create(Path name) throws IOException {
        Path temporary = temporaryName();
        try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
            Files.createDirectory(root.resolve(temporary));
            try {
                ((SecureDirectoryStream<Path>) top).move(temporary, stream, name);
            } catch (IOException e) {
                ((SecureDirectoryStream<Path>) top).deleteDirectory(temporary);
                throw e;
            }
        }
    }

    @Override
    public SeekableByteChannel read(Path name) throws IOException {
        return stream.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public void replace(Path name, byte[] content) throws IOException {
        Path temporary = temporaryName();
        boolean isMoved = false;
        try {
            try (SeekableByteChannel out = stream.newByteChannel(temporary, Set.of(StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
            copyPermissions(name, temporary);
            stream.move(temporary, stream, name);
            isMoved = true;
        } finally {
            if (!isMoved) {
                deleteIfExists(temporary);
            }
        }
    }

    private static Path temporaryName() {
        return Path.of("." + UUID.randomUUID() + ".tmp");
    }

    private void copyPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView old = permissions(from);
        PosixFileAttributeView made = permissions(to);
        if (old == null || made == null) {
            return;
        }
        try {
            made.setPermissions(old.readAttributes().permissions());
        } catch (NoSuchFileException e) {
            // A new file keeps the permissions that it was made with.
        }
    }

    private @Nullable PosixFileAttributeView permissions(Path name) {
        return stream.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private void deleteIfExists(Path name) throws IOException {
        try {
            stream.deleteFile(name);
        } catch (NoSuchFileException e) {
            // It was never made.
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
