package dev.qwenagent.runtime.remote;

import dev.langchain4j.exception.AuthenticationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where keys come from: a file, else the environment, where {@code VARIABLE_FILE} may name a file in place of the key. */
final class Keys {

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
        String file = environment.getOrDefault(variable + "_FILE", "");
        if (!file.isBlank()) {
            return read(Path.of(file));
        }
        return switch (family) {
            case MODEL_STUDIO ->
                throw new AuthenticationException("no API key for Model Studio: set the environment variable "
                        + variable + " to the key, or " + variable + "_FILE to a file that holds it");
            case CHAT_TEMPLATE, PLAIN -> null;
        };
    }

    /**
     * The key in a file.
     *
     * @throws AuthenticationException if the file cannot be read or holds no key
     */
    static Secret read(Path file) {
        try {
            return Secret.of(Files.readString(file));
        } catch (IOException e) {
            throw new AuthenticationException("key file " + file + " cannot be read (" + e.getClass().getSimpleName()
                    + "): expected a text file that holds the key and nothing else", e);
        }
    }
}
