package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.DamagedRunException;
import dev.qwenagent.api.journal.RunTakenException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps runs in a database. A worker holds a run by a lease, timed by the database's clock alone, and by a number that rises with
 * each claim and that every write is checked against: whoever slept while the run passed into other hands cannot write any more.
 * Thread-safe.
 */
final class DatabaseRunStore implements RunStore {

    private final JournalDatabase database;
    private final JournalSettings.Lease lease;
    private final Supplier<String> clock;

    private DatabaseRunStore(JournalDatabase database, JournalSettings.Lease lease, Supplier<String> clock) {
        this.database = database;
        this.lease = lease;
        this.clock = clock;
    }

    static DatabaseRunStore open(String url, JournalSettings.Lease lease) {
        JournalDatabase database = JournalDatabase.open(url, lease.length().dividedBy(3));
        return new DatabaseRunStore(database, lease, database.dialect()::millis);
    }

    /** A store whose clock is another than the database's: an expression in SQL for the milliseconds since 1970. */
    static DatabaseRunStore open(String url, JournalSettings.Lease lease, Supplier<String> clock) {
        return new DatabaseRunStore(JournalDatabase.open(url, lease.length().dividedBy(3)), lease, clock);
    }

    JournalDatabase database() {
        return database;
    }

    JournalSettings.Lease lease() {
        return lease;
    }

    /** The time now, in SQL. */
    String now() {
        return clock.get();
    }

    /** When a lease that is taken or renewed now ends, in SQL. */
    String leaseEnd() {
        return now() + " + " + lease.length().toMillis();
    }

    @Override
    public HeldRun begin(String runId) {
        String holder = holder();
        return held(runId, holder, connection -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO agent_run (run_id, fence, holder, "
                    + "lease_until, entries, head, at_rest) VALUES (?, 1, ?, " + leaseEnd() + ", 0, ?, 0)")) {
                insert.setString(1, runId);
                insert.setString(2, holder);
                insert.setString(3, Head.EMPTY.hash());
                insert.executeUpdate();
                return 1L;
            } catch (SQLException e) {
                if (!database.isDuplicate(e)) {
                    throw e;
                }
                connection.rollback();
                return row(connection, runId).filter(row -> row.holder().equals(holder))
                        .map(Row::fence)
                        .orElseThrow(() -> new AgentException("run " + runId + " is in the journal already: "
                                + database));
            }
        });
    }

    @Override
    public HeldRun take(String runId) {
        String holder = holder();
        return held(runId, holder, connection -> {
            try (PreparedStatement claim = connection.prepareStatement("UPDATE agent_run SET fence = fence + 1, "
                    + "holder = ?, lease_until = " + leaseEnd() + " WHERE run_id = ? AND lease_until <= " + now())) {
                claim.setString(1, holder);
                claim.setString(2, runId);
                boolean claimed = claim.executeUpdate() == 1;
                Row row = row(connection, runId).orElseThrow(
                        () -> new AgentException("there is no run " + runId + " in the journal " + database));
                if (!claimed && !row.holder().equals(holder)) {
                    throw row.taken(runId);
                }
                return row.fence();
            }
        });
    }

    /** The names of two holders differ, also of one worker. */
    private String holder() {
        return lease.worker() + " #" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    private HeldRun held(String runId, String holder, JournalDatabase.Work<Long> claim) {
        long asked = System.nanoTime();
        long fence = database.inTransaction(Durability.DISK, asked + lease.length().toNanos(), claim);
        return new DatabaseHeldRun(this, runId, fence, asked);
    }

    /** Where a run stands; empty if there is none. */
    Optional<Row> row(Connection connection, String runId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT fence, holder, lease_until, entries, head, "
                + now() + " FROM agent_run WHERE run_id = ?")) {
            select.setString(1, runId);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Row(row.getLong(1), row.getString(2), row.getLong(3),
                                new Head(row.getLong(4), row.getString(5)), row.getLong(6)))
                        : Optional.empty();
            }
        }
    }

    @Override
    public Optional<StoredRun> read(String runId) {
        return database.read(connection -> stored(connection, runId));
    }

    /** All in one statement, so that it is of one moment. */
    private static Optional<StoredRun> stored(Connection connection, String runId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT r.entries, r.wrapped_key, e.line "
                + "FROM agent_run r LEFT JOIN agent_run_entry e ON e.run_id = r.run_id WHERE r.run_id = ? "
                + "ORDER BY e.number")) {
            select.setString(1, runId);
            List<String> lines = new ArrayList<>();
            long entries = -1;
            String key = null;
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    entries = rows.getLong(1);
                    key = rows.getString(2);
                    String line = rows.getString(3);
                    if (line != null) {
                        lines.add(line);
                    }
                }
            }
            return entries < 0 ? Optional.empty() : Optional.of(whole(runId, entries, lines, key));
        }
    }

    private static StoredRun whole(String runId, long entries, List<String> lines, @Nullable String key) {
        if (lines.size() < entries) {
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).startsWith("{\"number\":" + (i + 1) + ",")) {
                    throw new DamagedRunException(runId, i + 1L, "is missing: another stands in its place");
                }
            }
            throw new DamagedRunException(runId, lines.size() + 1L, "is missing: " + entries + " were written");
        }
        return new StoredRun(lines, key);
    }

    @Override
    public List<String> runIds() {
        return ids("SELECT run_id FROM agent_run ORDER BY run_id");
    }

    @Override
    public List<String> left() {
        return ids("SELECT run_id FROM agent_run WHERE at_rest = 0 AND lease_until <= " + now() + " ORDER BY run_id");
    }

    private List<String> ids(String sql) {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql);
                    ResultSet rows = select.executeQuery()) {
                List<String> ids = new ArrayList<>();
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
                return ids;
            }
        });
    }

    @Override
    public boolean isHeld(String runId) {
        return database.read(connection -> row(connection, runId)).filter(Row::isHeld).isPresent();
    }

    @Override
    public void close() {
        database.close();
    }

    /**
     * Where a run stands.
     *
     * @param fence how often it was claimed
     * @param holder who holds it or did last
     * @param leaseUntil until when, in milliseconds since 1970
     * @param head how far it reaches
     * @param now the time when this was looked up
     */
    record Row(long fence, String holder, long leaseUntil, Head head, long now) {

        boolean isHeld() {
            return leaseUntil > now;
        }

        RunTakenException taken(String runId) {
            return new RunTakenException("run " + runId + " is in the hands of the worker "
                    + holder.replaceFirst(" #[0-9a-f]+$", "") + " until " + Instant.ofEpochMilli(leaseUntil)
                    + ", or longer if it renews its lease (" + Duration.ofMillis(leaseUntil - now).toSeconds()
                    + " s from now)");
        }
    }
}
