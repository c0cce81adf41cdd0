package dev.qwenagent.runtime.journal;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A real server, started once for all tests of this process; it ends with it. What is committed is forced to disk. */
public final class PostgresServer {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private PostgresServer() {}

    private static final class Started {

        private static final @Nullable EmbeddedPostgres SERVER;
        private static final String WHY_NOT;

        static {
            EmbeddedPostgres server = null;
            String whyNot = "";
            try {
                server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .start();
            } catch (Exception | LinkageError e) {
                whyNot = e.toString();
            }
            SERVER = server;
            WHY_NOT = whyNot;
        }
    }

    /** The server; where it cannot run, the test that needs it is skipped and says why. */
    public static EmbeddedPostgres get() {
        EmbeddedPostgres server = Started.SERVER;
        Assumptions.assumeTrue(server != null,
                "no PostgreSQL server can be started on this machine: " + Started.WHY_NOT);
        return server;
    }

    /** The URL of an empty schema. */
    public static String freshUrl() {
        return freshUrl(get().getPort());
    }

    /** The URL of an empty schema, by way of another port. */
    public static String freshUrl(int port) {
        String schema = "s" + SCHEMAS.incrementAndGet();
        try (Connection connection = get().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres&currentSchema=" + schema;
    }
}
