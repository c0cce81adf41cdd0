package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.RunTakenException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run of a database, held by a lease that a thread renews. What is written is one transaction, which checks the number of the
 * claim and where the run stands; when its connection breaks it is made again, as long as the lease is surely still ours, and
 * finds what it wrote before if only the acknowledgement was lost. Appends are not thread-safe.
 */
final class DatabaseHeldRun implements RunStore.HeldRun {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseHeldRun.class);

    private final DatabaseRunStore store;
    private final String runId;
    private final long fence;
    private final CountDownLatch givenBack = new CountDownLatch(1);

    /** By {@link System#nanoTime}: until when nobody else can have the run, as our clock and the database's run equally fast. */
    private volatile long ours;

    DatabaseHeldRun(DatabaseRunStore store, String runId, long fence, long asked) {
        this.store = store;
        this.runId = runId;
        this.fence = fence;
        this.ours = asked + store.lease().length().toNanos();
        Thread.ofVirtual().name("lease of run " + runId).start(this::renew);
    }

    private void renew() {
        long third = store.lease().length().toMillis() / 3;
        try {
            boolean mayBeOurs = true;
            while (mayBeOurs && !givenBack.await(third, TimeUnit.MILLISECONDS)) {
                mayBeOurs = mayBeRenewed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Renews the lease; whether there is one that can be renewed again, which is so until its time is over. */
    private boolean mayBeRenewed() {
        long asked = System.nanoTime();
        try {
            if (isRenewed()) {
                ours = asked + store.lease().length().toNanos();
                return true;
            }
            warn("run {} passed into other hands, or its lease ran out before it could be renewed", runId);
            return false;
        } catch (AgentException e) {
            boolean isOver = System.nanoTime() - ours >= 0;
            warn(isOver ? "the lease of run {} ran out, since it could not be renewed: {}"
                    : "the lease of run {} could not be renewed, which is tried again: {}", runId, e.getMessage());
            return !isOver;
        }
    }

    /** Tells what became of the lease, unless nobody needs it any more. */
    private void warn(String message, Object... details) {
        if (givenBack.getCount() > 0) {
            LOG.warn(message, details);
        }
    }

    private boolean isRenewed() {
        return store.database()
                .inTransaction(RunStore.Durability.PROCESS, ours, connection -> update(connection,
                        "UPDATE agent_run SET lease_until = " + store.leaseEnd() + " WHERE run_id = ? AND fence = ? "
                                + "AND lease_until > " + store.now()) == 1);
    }

    private int update(Connection connection, String sql) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, runId);
            update.setLong(2, fence);
            return update.executeUpdate();
        }
    }

    @Override
    public RunStore.StoredRun stored() {
        return store.read(runId).orElseThrow(() -> new AgentException("run " + runId + " was deleted"));
    }

    @Override
    public void keep(String key) {
        store.database().inTransaction(RunStore.Durability.DISK, ours, connection -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE agent_run SET wrapped_key = ? WHERE "
                    + "run_id = ? AND fence = ? AND lease_until > " + store.now())) {
                update.setString(1, key);
                update.setString(2, runId);
                update.setLong(3, fence);
                if (update.executeUpdate() == 0) {
                    throw lost(connection);
                }
                return key;
            }
        });
    }

    @Override
    public void append(List<Envelope> envelopes, RunStore.Durability durability, RunStore.Standing standing) {
        long asked = System.nanoTime();
        Head before = new Head(envelopes.getFirst().number() - 1, envelopes.getFirst().previous());
        Head after = Head.of(envelopes.getLast());
        store.database().inTransaction(durability, ours, connection -> {
            if (isMoved(connection, before, after, standing)) {
                insert(connection, envelopes);
            } else if (!isThereAlready(connection, after)) {
                throw lost(connection);
            }
            return after;
        });
        ours = asked + store.lease().length().toNanos();
    }

    /** Writes where the run stands, if it stands where we left it, and renews the lease. */
    private boolean isMoved(Connection connection, Head before, Head after, RunStore.Standing standing)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE agent_run SET entries = ?, head = ?, "
                + "at_rest = ?, lease_until = " + store.leaseEnd() + " WHERE run_id = ? AND fence = ? AND entries = ? "
                + "AND head = ? AND lease_until > " + store.now())) {
            update.setLong(1, after.entries());
            update.setString(2, after.hash());
            update.setInt(3, standing == RunStore.Standing.AT_REST ? 1 : 0);
            update.setString(4, runId);
            update.setLong(5, fence);
            update.setLong(6, before.entries());
            update.setString(7, before.hash());
            return update.executeUpdate() == 1;
        }
    }

    private void insert(Connection connection, List<Envelope> envelopes) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO agent_run_entry (run_id, number, line) VALUES (?, ?, ?)")) {
            for (Envelope envelope : envelopes) {
                insert.setString(1, runId);
                insert.setLong(2, envelope.number());
                insert.setString(3, envelope.line());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** The hash of the last entry is of all before it too, so it tells that exactly these entries are there. */
    private boolean isThereAlready(Connection connection, Head after) throws SQLException {
        return store.row(connection, runId).filter(row -> row.fence() == fence && row.head().equals(after)).isPresent();
    }

    private AgentException lost(Connection connection) throws SQLException {
        return store.row(connection, runId).map(row -> {
            if (row.fence() != fence) {
                return row.isHeld()
                        ? row.taken(runId)
                        : new RunTakenException("run " + runId + " passed into other hands since it was claimed here");
            }
            return row.isHeld()
                    ? new AgentException("run " + runId + " has other entries in the journal " + store.database()
                            + " than were written here: somebody changed it")
                    : new RunTakenException("the lease of run " + runId + " ran out at "
                            + Instant.ofEpochMilli(row.leaseUntil()) + "; claim it again to go on");
        }).orElseGet(() -> new AgentException("run " + runId + " was deleted from the journal " + store.database()));
    }

    @Override
    public void force() {
        store.database().inTransaction(RunStore.Durability.DISK, ours, connection -> {
            if (update(connection, "UPDATE agent_run SET lease_until = " + store.leaseEnd()
                    + " WHERE run_id = ? AND fence = ? AND lease_until > " + store.now()) == 0) {
                throw lost(connection);
            }
            return runId;
        });
    }

    @Override
    public void delete() {
        store.database().inTransaction(RunStore.Durability.DISK, ours, connection -> {
            if (update(connection, "DELETE FROM agent_run WHERE run_id = ? AND fence = ?") == 1) {
                try (PreparedStatement delete = connection.prepareStatement(
                        "DELETE FROM agent_run_entry WHERE run_id = ?")) {
                    delete.setString(1, runId);
                    delete.executeUpdate();
                }
            } else if (store.row(connection, runId).isPresent()) {
                throw lost(connection);
            }
            return runId;
        });
        store.database().forget();
    }

    @Override
    public void close() {
        if (givenBack.getCount() == 0) {
            return;
        }
        givenBack.countDown();
        try {
            store.database()
                    .inTransaction(RunStore.Durability.PROCESS, ours, connection -> update(connection,
                            "UPDATE agent_run SET lease_until = 0 WHERE run_id = ? AND fence = ?"));
        } catch (AgentException e) {
            LOG.warn("run {} could not be given back; others can have it when its lease has run out: {}", runId,
                    e.getMessage());
        }
    }
}
