package dev.qwenagent.local;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where files are kept that can be made again. */
public final class CacheFolder {

    /** The environment variable that names the folder. */
    public static final String VARIABLE = "QWEN_AGENT_CACHE";

    private static final String NAME = "qwen-agent";

    private CacheFolder() {}

    /** The folder of this process's environment; it need not exist yet. */
    public static Path ofEnvironment() {
        return of(System.getenv());
    }

    /** The folder for an environment on this system, see {@link #of(Map, String, Path)}. */
    public static Path of(Map<String, String> environment) {
        return of(environment, System.getProperty("os.name"), home(environment));
    }

    /**
     * The person's home folder: {@code HOME} where it is an absolute path, as a person or a sandbox sets it, else the one that
     * the system knows.
     */
    public static Path home(Map<String, String> environment) {
        Path home = path(environment.get("HOME"));
        return home == null || !home.isAbsolute() ? Path.of(System.getProperty("user.home")) : home;
    }

    /**
     * The folder for an environment: {@value #VARIABLE} if set; else {@code qwen-agent} where the system keeps caches, that
     * is {@code LOCALAPPDATA} on Windows, {@code ~/Library/Caches} on macOS, {@code XDG_CACHE_HOME} or {@code ~/.cache}
     * elsewhere.
     *
     * @param environment the environment variables
     * @param system the name of the operating system, as in the system property {@code os.name}
     * @param home the person's home folder
     */
    public static Path of(Map<String, String> environment, String system, Path home) {
        Path chosen = path(environment.get(VARIABLE));
        if (chosen != null) {
            return chosen;
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            Path local = path(environment.get("LOCALAPPDATA"));
            return (local == null ? home.resolve("AppData").resolve("Local") : local).resolve(NAME).resolve("cache");
        }
        if (name.startsWith("mac")) {
            return home.resolve("Library").resolve("Caches").resolve(NAME);
        }
        Path cache = path(environment.get("XDG_CACHE_HOME"));
        // The XDG specification: a relative path is invalid and is ignored.
        return (cache == null || !cache.isAbsolute() ? home.resolve(".cache") : cache).resolve(NAME);
    }

    private static @Nullable Path path(@Nullable String value) {
        return value == null || value.isBlank() ? null : Path.of(value);
    }
}
