package dev.qwenagent.tools.builtin;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder by its path, for file systems that cannot hold one open (those of Windows). Before each step the path is checked
 * to be free of links; between the check and the step there is a moment in which another process could put one there.
 */
final class CheckedFolder implements Folder {

    private final Path path;

    CheckedFolder(Path path) {
        this.path = path;
    }

    private Path checked(Path name) throws IOException {
        if (!path.toRealPath().equals(path)) {
            throw new FileSystemException(path.toString(), null, "has become a link");
        }
        return path.resolve(name);
    }

    @Override
    public List<Path> names() throws IOException {
        try (Stream<Path> entries = Files.list(checked(Path.of("")))) {
            return entries.map(Path::getFileName).toList();
        }
    }

    @Override
    public BasicFileAttributes attributes(Path name) throws IOException {
        return Files.readAttributes(checked(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Folder enter(Path name) throws IOException {
        if (!attributes(name).isDirectory()) {
            throw new FileSystemException(name.toString(), null, "is not a folder");
        }
        return new CheckedFolder(path.resolve(name));
    }

    @Override
    public void create(Path name) throws IOException {
        Files.createDirectory(checked(name));
    }

    @Override
    public SeekableByteChannel read(Path name) throws IOException {
        return Files.newByteChannel(checked(name), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void replace(Path name, byte[] content) throws IOException {
        Path target = checked(name);
        Path temporary = Files.createTempFile(path, ".", ".tmp");
        try {
            Files.write(temporary, content);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    @Override
    public void close() {}
}
