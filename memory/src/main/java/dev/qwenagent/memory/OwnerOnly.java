package dev.qwenagent.memory;

import java.nio.file.FileSystems;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The attributes with which files and folders are made that hold what people and agents said: nobody but their owner reads
 * them. Empty on file systems that have no such permissions.
 */
public final class OwnerOnly {

    private OwnerOnly() {}

    /** For a file: the owner reads and writes it. */
    public static FileAttribute<?>[] file() {
        return permissions("rw-------");
    }

    /** For a folder: the owner lists, enters and changes it. */
    public static FileAttribute<?>[] folder() {
        return permissions("rwx------");
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[]{
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))}
                : new FileAttribute<?>[0];
    }
}
