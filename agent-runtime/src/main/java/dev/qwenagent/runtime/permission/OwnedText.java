package dev.qwenagent.runtime.permission;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** A text file whose words count because of who may write it. */
final class OwnedText {

    private OwnedText() {}

    /**
     * Reads a file.
     *
     * @throws PolicyFileException if there is none, everybody may write to it, it is too large or no text in UTF-8
     */
    static String read(Path file) {
        try {
            PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (posix != null && posix.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new PolicyFileException(file + " can be written by everybody, so its rules mean nothing;"
                        + " take that away with: chmod o-w " + file);
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(PolicyFile.LARGEST + 1);
                if (bytes.length > PolicyFile.LARGEST) {
                    throw new PolicyFileException(
                            file + " is larger than the " + PolicyFile.LARGEST + " bytes of a policy");
                }
                return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            }
        } catch (NoSuchFileException e) {
            throw new PolicyFileException("there is no policy file " + file, e);
        } catch (CharacterCodingException e) {
            throw new PolicyFileException(file + " is not a text in UTF-8", e);
        } catch (IOException e) {
            throw new PolicyFileException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Puts a text in the place of a file's, at once or not at all. Who may read it stays as it was; nobody but the owner may
     * write it afterwards.
     *
     * @throws PolicyFileException if the file is another user's or cannot be written
     */
    static void replace(Path file, String text) {
        try {
            Path real = file.toRealPath();
            Path temporary = Files.createTempFile(real.getParent(), ".policy", ".tmp");
            try {
                Files.writeString(temporary, text);
                keepOwnership(real, temporary);
                Files.move(temporary, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new PolicyFileException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static void keepOwnership(Path old, Path made) throws IOException {
        PosixFileAttributeView was = Files.getFileAttributeView(old, PosixFileAttributeView.class);
        PosixFileAttributeView is = Files.getFileAttributeView(made, PosixFileAttributeView.class);
        if (was == null || is == null) {
            return;
        }
        if (!was.getOwner().equals(is.getOwner())) {
            throw new PolicyFileException(old + " belongs to " + was.getOwner() + ", who alone may change it");
        }
        Set<PosixFilePermission> permissions = EnumSet.copyOf(was.readAttributes().permissions());
        permissions.removeAll(Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
        is.setPermissions(permissions);
    }
}
