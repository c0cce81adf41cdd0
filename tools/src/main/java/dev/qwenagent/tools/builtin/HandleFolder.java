package dev.qwenagent.tools.builtin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
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
 * A folder held open by the operating system: names are looked up in this very folder, wherever its path leads by now. Only
 * the making of a folder has to go by the path, which the JDK offers no other way for; the folder made is then entered by
 * its name like any other, so that nothing is read or written elsewhere.
 */
final class HandleFolder implements Folder {

    private final Path path;
    private final SecureDirectoryStream<Path> stream;

    HandleFolder(Path path, SecureDirectoryStream<Path> stream) {
        this.path = path;
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
        return new HandleFolder(path.resolve(name), stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public void create(Path name) throws IOException {
        Files.createDirectory(path.resolve(name));
    }

    @Override
    public SeekableByteChannel read(Path name) throws IOException {
        return stream.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public void replace(Path name, byte[] content) throws IOException {
        Path temporary = Path.of("." + UUID.randomUUID() + ".tmp");
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
