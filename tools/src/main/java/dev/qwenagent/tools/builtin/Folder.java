package dev.qwenagent.tools.builtin;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * An open folder, from which one name at a time is reached without following links. Closing it closes this folder only.
 * Not thread-safe.
 */
interface Folder extends AutoCloseable {

    /** Opens a root, in the safest way that the file system has. */
    static Folder open(Path root) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(root);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new HandleFolder(root, secure);
        }
        stream.close();
        return new CheckedFolder(root);
    }

    /** The names in it, in no particular order. May be called once. */
    List<Path> names() throws IOException;

    /** What a name stands for; a link is a link. */
    BasicFileAttributes attributes(Path name) throws IOException;

    /** Opens a folder in it. */
    Folder enter(Path name) throws IOException;

    /** Makes a folder in it. */
    void create(Path name) throws IOException;

    /** Opens a file in it for reading. */
    SeekableByteChannel read(Path name) throws IOException;

    /** Puts a file with this content in the place of what has the name, at once or not at all. */
    void replace(Path name, byte[] content) throws IOException;

    @Override
    void close() throws IOException;
}
