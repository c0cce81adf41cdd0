package dev.qwenagent.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * The small model that ships inside this library, under the name {@code demo}: a mixture of experts with 4.2 million
 * parameters that calls tools. It is there so that everything works at once, and so that tests run a real model; what it
 * can and cannot do stands in {@code DEMO-MODEL.md} beside it.
 */
public final class DemoModel {

    /** The name that stands for this model wherever a model is named. */
    public static final String NAME = "demo";

    private static final String SHA_256 = "3648eab136adb965eb4c04618aa777d08a00811deecceeac839c38d41d608fc2";

    private static final long SIZE = 4603552;
    private static final long CRC_32 = 0xe011e48cL;
    private static final String RESOURCE = "demo/tiny-agent-q8_0.gguf";
    private static final String FILE = "tiny-agent-q8_0-" + SHA_256.substring(0, 12) + ".gguf";

    private DemoModel() {}

    /**
     * Opens the model, see {@link #file(Path)}.
     *
     * @throws LocalModelException if the cache folder cannot be written
     */
    public static LocalChatModel open() {
        return LocalChatModel.builder(file(CacheFolder.ofEnvironment())).name(NAME).build();
    }

    /**
     * The model as a file that can be mapped: copied into a folder the first time, found there afterwards under a name that holds its
     * checksum,
     * replaced if its content is not what it should be. Any number of processes may do so at once.
     *
     * @param cache the folder, made if it does not exist
     * @throws LocalModelException if the folder cannot be written
     */
    public static Path file(Path cache) {
        Path file = cache.resolve(FILE);
        try {
            if (!isIntact(file)) {
                Files.createDirectories(cache);
                copyTo(file);
            }
            return file;
        } catch (IOException failed) {
            throw new LocalModelException(
                    "the demo model could not be copied to %s: %s; name a folder that can be written in the environment variable %s"
                            .formatted(file, failed, CacheFolder.VARIABLE),
                    failed);
        }
    }

    /** A damaged file shows in its length or its CRC, which takes a fraction of the time of a SHA-256. */
    private static boolean isIntact(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) != SIZE) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            CRC32 crc = new CRC32();
            crc.update(channel.map(FileChannel.MapMode.READ_ONLY, 0, SIZE));
            return crc.getValue() == CRC_32;
        }
    }

    /** Writes beside the target and moves: nobody ever sees half a file under the final name. */
    private static void copyTo(Path file) throws IOException {
        Path part = Files.createTempFile(file.getParent(), FILE, ".part");
        try {
            MessageDigest digest = sha256();
            try (InputStream in = new DigestInputStream(resource(), digest);
                    OutputStream out = Channels.newOutputStream(FileChannel.open(part, StandardOpenOption.WRITE))) {
                in.transferTo(out);
            }
            String found = hex(digest);
            if (!found.equals(SHA_256)) {
                throw new IOException("the copy inside the library is damaged: expected the SHA-256 " + SHA_256
                        + ", found " + found);
            }
            move(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void move(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            // Where an open file cannot be replaced, another process may have put it there and be using it.
            if (!isIntact(file)) {
                throw failed;
            }
        }
    }

    private static InputStream resource() throws IOException {
        InputStream in = DemoModel.class.getResourceAsStream(RESOURCE);
        if (in == null) {
            throw new IOException("the resource " + RESOURCE + " is missing from the library");
        }
        return in;
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform must have SHA-256", missing);
        }
    }
}
