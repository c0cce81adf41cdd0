package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.memory.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * A secret of 32 bytes that journals are signed or encrypted with; it comes from outside of them, and never appears in a text.
 * What is computed with it uses keys derived from it by HKDF-SHA256 (RFC 5869), one for each purpose. Immutable.
 */
public final class JournalKey {

    private static final int BYTES = 32;
    private static final String EXPECTED = "expected 32 random bytes as 64 hexadecimal digits or in Base64 "
            + "(openssl rand -hex 32 makes some)";
    private static final Set<PosixFilePermission> FOR_OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final byte[] secret;
    private final String id;

    private JournalKey(byte[] secret) {
        this.secret = secret;
        this.id = HexFormat.of().formatHex(derive("name", 4));
    }

    /**
     * Reads a key from a text, such as the value of an environment variable.
     *
     * @param text 64 hexadecimal digits, or 32 bytes in Base64
     * @throws AgentException if it is neither; the message does not repeat it
     */
    public static JournalKey parse(String text) {
        return new JournalKey(bytes(text.strip(), "a journal key"));
    }

    /**
     * Reads a key from a file that nobody but its owner may read.
     *
     * @throws AgentException if it cannot be read, others may read or write it, or it holds no key
     */
    public static JournalKey readFrom(Path file) {
        try {
            refuseOthers(file);
            return new JournalKey(bytes(Files.readString(file).strip(), "the key file " + file));
        } catch (IOException e) {
            throw new AgentException("the key file " + file + " cannot be read: " + e, e);
        }
    }

    /**
     * Writes a new random key to a file that does not exist yet, for its owner only. When this returns it survives the end of the
     * machine, as what is written with it does; nobody ever sees half of it.
     *
     * @throws AgentException if it exists, or cannot be written
     */
    public static JournalKey createIn(Path file) {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder, OwnerOnly.folder());
            }
            Disk.create(file, HexFormat.of().formatHex(secret) + "\n");
        } catch (FileAlreadyExistsException e) {
            throw new AgentException("the key file " + file + " exists already; whoever replaces a key loses what it "
                    + "opens", e);
        } catch (IOException e) {
            throw new AgentException("the key file " + file + " cannot be written: " + e, e);
        }
        return new JournalKey(secret);
    }

    private static void refuseOthers(Path file) throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> open = Files.getPosixFilePermissions(file);
        open.retainAll(FOR_OTHERS);
        if (!open.isEmpty()) {
            throw new AgentException("the key file " + file.toRealPath(LinkOption.NOFOLLOW_LINKS)
                    + " is open to others (" + open + "); make it your own: chmod 600 " + file);
        }
    }

    private static byte[] bytes(String text, String where) {
        byte[] bytes;
        try {
            bytes = text.length() == 2 * BYTES
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new AgentException(where + " cannot be read: " + EXPECTED, null);
        }
        if (bytes.length != BYTES) {
            throw new AgentException(where + " has " + bytes.length + " bytes: " + EXPECTED);
        }
        return bytes;
    }

    /** A name of the key by which it is found again among several; it says nothing about the key itself. */
    public String id() {
        return id;
    }

    /** A key for one purpose, for an algorithm. */
    SecretKey derive(String purpose, String algorithm) {
        try {
            return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm, parameters(purpose, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HKDF-SHA256", e);
        }
    }

    private byte[] derive(String purpose, int length) {
        try {
            return KDF.getInstance("HKDF-SHA256").deriveData(parameters(purpose, length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HKDF-SHA256", e);
        }
    }

    private HKDFParameterSpec parameters(String purpose, int length) {
        return HKDFParameterSpec.ofExtract()
                .addIKM(secret)
                .thenExpand(("qwen-agent journal 1: " + purpose).getBytes(StandardCharsets.UTF_8), length);
    }

    @Override
    public String toString() {
        return "key " + id;
    }
}
