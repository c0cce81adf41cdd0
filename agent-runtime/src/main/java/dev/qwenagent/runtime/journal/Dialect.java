package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.AgentException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is different from one database to another. */
enum Dialect {

    /** One file; its driver has the database in it. Writers take turns for the whole file. */
    SQLITE("jdbc:sqlite:", "org.xerial:sqlite-jdbc", 1,
            "CAST(unixepoch('subsec') * 1000 AS INTEGER)", "TEXT", // The log is forced to disk at every commit; what is deleted is overwritten by zeros.
            Map.of("journal_mode", "WAL", "synchronous", "FULL", "fullfsync", "true", "busy_timeout", "10000",
                    "secure_delete", "true", "transaction_mode", "IMMEDIATE")),

    /** One file in this process. */
    H2("jdbc:h2:", "com.h2database:h2", 8,
            "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)", "CHARACTER LARGE OBJECT", // No log beside the database repeats what was written.
            Map.of("TRACE_LEVEL_FILE", "0")),

    /** A server. */
    POSTGRESQL("jdbc:postgresql:", "org.postgresql:postgresql", 8,
            "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)", "TEXT",
            Map.of("connectTimeout", "5", "tcpKeepAlive", "true", "ApplicationName", "qwen-agent journal"));

    private final String prefix;
    private final String driver;
    private final int connections;
    private final String millis;
    private final String text;
    private final Map<String, String> properties;

    Dialect(String prefix, String driver, int connections, String millis, String text,
            Map<String, String> properties) {
        this.prefix = prefix;
        this.driver = driver;
        this.connections = connections;
        this.millis = millis;
        this.text = text;
        this.properties = properties;
    }

    /**
     * The dialect of a database.
     *
     * @throws AgentException if it is none of these
     */
    static Dialect of(String url) {
        return Arrays.stream(values())
                .filter(dialect -> url.startsWith(dialect.prefix))
                .findFirst()
                .orElseThrow(() -> new AgentException("expected the URL of a database that journals can be kept in ("
                        + Arrays.stream(values()).map(known -> known.prefix + "…").collect(Collectors.joining(", "))
                        + "), found " + url.replaceFirst("^(jdbc:\\w*).*", "$1:…")));
    }

    /** A URL without what may be secret in it. */
    static String shown(String url) {
        return url.replaceFirst("[?;].*", "").replaceFirst("//[^/@]*@", "//");
    }

    /** What a project adds to its dependencies to reach it. */
    String driver() {
        return driver;
    }

    /** How many connections are kept. */
    int connections() {
        return connections;
    }

    /** The database's own clock, in milliseconds since 1970. */
    String millis() {
        return millis;
    }

    /** The type of a text of any length. */
    String text() {
        return text;
    }

    /** How connections are set up. */
    Map<String, String> properties() {
        return properties;
    }

    /** The file that holds the database; empty if it is none of this machine's. */
    Optional<Path> file(String url) {
        String where = shown(url).substring(prefix.length());
        return switch (this) {
            case SQLITE -> where.isEmpty() || where.startsWith(":") || where.startsWith("file:")
                    ? Optional.empty()
                    : Optional.of(Path.of(where));
            case H2 -> {
                boolean remote = where.matches("(mem|tcp|ssl|zip|classpath|nio\\w*|async|split):.*");
                yield remote
                        ? Optional.empty()
                        : Optional.of(Path.of(where.replaceFirst("^file:", "")
                                .replaceFirst("^~", System.getProperty("user.home")) + ".mv.db"));
            }
            case POSTGRESQL -> Optional.empty();
        };
    }
}
