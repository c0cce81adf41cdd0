package dev.qwenagent.runtime.remote;

import dev.langchain4j.exception.AuthenticationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where keys come from: a file, else the environment, where {@code VARIABLE_FILE} may name a file in place of the key. */
final class Keys {

    /** What is put behind the name of a key's variable to get that of a file's. */
    static final String FILE = "_FILE";

    private static final int LONGEST_FILE = 4096;

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private Keys() {}

    /**
     * The key for a kind of server; null if there is none and the server may do without.
     *
     * @throws AuthenticationException if there is none and the server needs one; says which variable to set
     */
    static @Nullable Secret find(ServerFamily family, Map<String, String> environment) {
        String variable = family.keyVariable();
        String key = environment.getOrDefault(variable, "");
        if (!key.isBlank()) {
            return Secret.of(key);
        }
        String file = environment.getOrDefault(variable + FILE, "");
        if (!file.isBlank()) {
            return read(Path.of(file));
        }
        return switch (family) {
            case MODEL_STUDIO ->
                throw new AuthenticationException("no API key for Model Studio: set the environment variable "
                        + variable + " to the key, or " + variable + FILE + " to a file that holds it");
            case VLLM, SGLANG, LLAMA_CPP, OLLAMA, CHAT_TEMPLATE, SOFT_SWITCH, PLAIN -> null;
        };
    }

    /**
     * The key in a file.
     *
     * @throws AuthenticationException if the file cannot be read, is more than a key, may be read by others than its owner, or
     *         holds no key
     */
    static Secret read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            checkOwnerOnly(file);
            byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
            if (bytes.length > LONGEST_FILE) {
                throw new AuthenticationException(
                        "key file " + file + ": expected the key and nothing else, found more than "
                                + LONGEST_FILE + " bytes");
            }
            return Secret.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AuthenticationException("key file " + file + " cannot be read (" + e.getClass().getSimpleName()
                    + "): expected a text file that holds the key and nothing else", e);
        }
    }

    /** Where files have owners; elsewhere the folder's own protection has to do. */
    private static void checkOwnerOnly(Path file) throws IOException {
        var attributes = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (attributes == null) {
            return;
        }
        Set<PosixFilePermission> permissions = attributes.readAttributes().permissions();
        if (!OWNER.containsAll(permissions)) {
            throw new AuthenticationException("key file " + file + " may be used by others than its owner ("
                    + PosixFilePermissions.toString(permissions) + "); run: chmod 600 " + file);
        }
    }
}
