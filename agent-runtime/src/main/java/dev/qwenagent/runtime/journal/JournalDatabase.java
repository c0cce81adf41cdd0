package dev.qwenagent.runtime.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.memory.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;

/**
 * Transactions in the database of a journal. One whose connection broke is tried again until a moment that its caller names; it
 * must therefore find out whether it has been made already. Thread-safe.
 */
final class JournalDatabase implements AutoCloseable {

    private static final Set<String> BROKEN = Set.of("57P01", "57P02", "57P03", "40001", "40P01", "55P03", "25P03");
    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    private static final int H2_LOCK_TIMEOUT = 50200;
    private static final int H2_CHANGED_MEANWHILE = 90131;
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    private final String shown;
    private final Dialect dialect;
    private final HikariDataSource pool;

    private JournalDatabase(String shown, Dialect dialect, HikariDataSource pool) {
        this.shown = shown;
        this.dialect = dialect;
        this.pool = pool;
    }

    /**
     * Connects.
     *
     * @param patience how long an answer is waited for
     * @throws AgentException if the driver is missing, or the database cannot be reached
     */
    static JournalDatabase open(String url, Duration patience) {
        Dialect dialect = Dialect.of(url);
        String shown = Dialect.shown(url);
        if (DriverManager.drivers().noneMatch(driver -> accepts(driver, url))) {
            throw new AgentException(
                    "the database " + shown + " needs its driver on the class path: add the dependency "
                            + dialect.driver());
        }
        dialect.file(url).ifPresent(JournalDatabase::makeOwnerOnly);
        try {
            var database = new JournalDatabase(shown, dialect, new HikariDataSource(config(url, dialect, patience)));
            try (Connection connection = database.pool.getConnection()) {
                JournalSchema.prepare(connection, dialect);
            } catch (SQLException | RuntimeException e) {
                database.close();
                throw e;
            }
            return database;
        } catch (SQLException | HikariPool.PoolInitializationException e) {
            throw new AgentException("the database " + shown + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException _) {
            return false;
        }
    }

    private static void makeOwnerOnly(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Disk.folder(folder);
            Files.createFile(file, OwnerOnly.file());
        } catch (FileAlreadyExistsException _) {
            // It is there already, with the rights that it was given.
        } catch (IOException e) {
            throw new AgentException("the database " + file + " cannot be made: " + e, e);
        }
    }

    private static HikariConfig config(String url, Dialect dialect, Duration patience) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("journal");
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(dialect.connections());
        config.setMinimumIdle(1);
        long millis = patience.toMillis();
        config.setConnectionTimeout(Math.max(1_000, millis));
        config.setValidationTimeout(Math.max(250, Math.min(1_000, millis)));
        config.setInitializationFailTimeout(Math.max(1_000, millis));
        dialect.properties().forEach(config::addDataSourceProperty);
        if (dialect == Dialect.POSTGRESQL) {
            config.addDataSourceProperty("socketTimeout", Long.toString(Math.max(1, millis / 1_000)));
            // A worker that was cut off in the middle of a transaction must not hold its run longer than its lease.
            config.setConnectionInitSql("SET idle_in_transaction_session_timeout = " + Math.max(1_000, millis));
        }
        return config;
    }

    Dialect dialect() {
        return dialect;
    }

    /** The database for people, without what may be secret. */
    @Override
    public String toString() {
        return shown;
    }

    /** Work in one transaction. */
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** Reads in one statement, which is tried again for a short time. */
    <T> T read(Work<T> work) {
        return again(System.nanoTime() + Duration.ofSeconds(10).toNanos(), work);
    }

    /**
     * Makes a transaction.
     *
     * @param until until when it is tried again, by {@link System#nanoTime}; once in any case, as a process that stood still
     *     comes back with broken connections
     * @throws AgentException if it was not made, as far as is known; an exception of the work itself is passed on
     */
    <T> T inTransaction(RunStore.Durability durability, long until, Work<T> work) {
        return again(until, connection -> once(connection, durability, work));
    }

    private <T> T again(long until, Work<T> work) {
        try (Uninterrupted thread = new Uninterrupted()) {
            long pause = FIRST_PAUSE_MILLIS;
            for (int tries = 1;; tries++) {
                try (Connection connection = pool.getConnection()) {
                    return work.in(connection);
                } catch (SQLException e) {
                    thread.again();
                    boolean isLate = tries > 1 && System.nanoTime() + pause * 1_000_000 >= until;
                    if (!mayHelpToTryAgain(e) || isLate) {
                        throw new AgentException("the journal in the database " + shown + " cannot be used: "
                                + e.getMessage(), e);
                    }
                    thread.pause(pause);
                    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
                }
            }
        }
    }

    private <T> T once(Connection connection, RunStore.Durability durability, Work<T> work) throws SQLException {
        before(connection, durability);
        connection.setAutoCommit(false);
        try {
            T result = work.in(connection);
            connection.commit();
            after(connection, durability);
            return result;
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        }
    }

    private void before(Connection connection, RunStore.Durability durability) throws SQLException {
        boolean disk = durability == RunStore.Durability.DISK;
        switch (dialect) {
            case SQLITE -> execute(connection, "PRAGMA synchronous = " + (disk ? "FULL" : "NORMAL"));
            case H2 -> {
                // Forced after the commit.
            }
            case POSTGRESQL -> {
                connection.setAutoCommit(false);
                if (!disk) {
                    execute(connection, "SET LOCAL synchronous_commit = off");
                }
            }
        }
    }

    private void after(Connection connection, RunStore.Durability durability) throws SQLException {
        if (dialect == Dialect.H2) {
            execute(connection, durability == RunStore.Durability.DISK ? "CHECKPOINT SYNC" : "CHECKPOINT");
        }
    }

    private static void rollBack(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** After deletions: whatever still holds what was deleted lets it go, as far as this database can. */
    void forget() {
        if (dialect == Dialect.SQLITE) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet done = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                if (done.next() && done.getInt(1) != 0) {
                    throw new AgentException("what was deleted is still in the log of the database " + shown
                            + ", since somebody was reading it: delete another run, or open and close the journal, when nobody"
                            + " reads, and it is gone");
                }
            } catch (SQLException e) {
                throw new AgentException("the log of the database " + shown + " still holds what was deleted: "
                        + e.getMessage(), e);
            }
        }
    }

    private boolean mayHelpToTryAgain(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        return e instanceof SQLTransientException || e instanceof SQLRecoverableException || state.startsWith("08")
                || BROKEN.contains(state) || isBusy(e);
    }

    private boolean isBusy(SQLException e) {
        return switch (dialect) {
            case SQLITE -> (e.getErrorCode() & 0xff) == SQLITE_BUSY || (e.getErrorCode() & 0xff) == SQLITE_LOCKED;
            case H2 -> e.getErrorCode() == H2_LOCK_TIMEOUT || e.getErrorCode() == H2_CHANGED_MEANWHILE;
            case POSTGRESQL -> false;
        };
    }

    /** Whether a row was there already. */
    boolean isDuplicate(SQLException e) {
        String state = e.getSQLState();
        return dialect == Dialect.SQLITE
                ? (e.getErrorCode() & 0xff) == 19
                : state != null && state.startsWith("23");
    }

    @Override
    public void close() {
        pool.close();
    }
}
