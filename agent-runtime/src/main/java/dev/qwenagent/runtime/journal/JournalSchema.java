package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.AgentException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of a journal, which make themselves and know their version. Three tables that change once in years do not carry the
 * weight of a migration library, which would also have to be on the class path of whoever keeps journals in files.
 */
final class JournalSchema {

    /** Any number that no other program is likely to lock. */
    private static final long LOCK = 0x7177656e6a6f7572L;

    private JournalSchema() {}

    /** H2 commits each change for itself, so any of them may be there already when the one that makes them died among them. */
    private static List<List<String>> versions(Dialect dialect) {
        return List.of(List.of(
                "CREATE TABLE IF NOT EXISTS agent_run (run_id VARCHAR(100) NOT NULL PRIMARY KEY, fence BIGINT NOT NULL, "
                        + "holder VARCHAR(300) NOT NULL, lease_until BIGINT NOT NULL, entries BIGINT NOT NULL, "
                        + "head VARCHAR(64) NOT NULL, at_rest SMALLINT NOT NULL, wrapped_key VARCHAR(300))",
                "CREATE INDEX IF NOT EXISTS agent_run_left ON agent_run (at_rest, lease_until)",
                "CREATE TABLE IF NOT EXISTS agent_run_entry (run_id VARCHAR(100) NOT NULL, number BIGINT NOT NULL, line "
                        + dialect.text() + " NOT NULL, PRIMARY KEY (run_id, number))"));
    }

    /**
     * Makes the tables, or brings them up to date.
     *
     * @throws AgentException if they are newer than this program
     */
    static void prepare(Connection connection, Dialect dialect) throws SQLException {
        int known = versions(dialect).size();
        int found = version(connection);
        if (found < known) {
            connection.setAutoCommit(false);
            found = upgrade(connection, dialect);
            connection.commit();
        }
        if (found > known) {
            throw new AgentException("the journal's tables have version " + found + ", this program knows up to "
                    + known + "; use a newer one");
        }
    }

    private static int version(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("SELECT MAX(version) FROM agent_journal")) {
            return version.next() ? version.getInt(1) : 0;
        } catch (SQLException _) {
            return 0;
        }
    }

    private static int upgrade(Connection connection, Dialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (dialect == Dialect.POSTGRESQL) {
                statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            }
            statement.execute("CREATE TABLE IF NOT EXISTS agent_journal (version INT NOT NULL PRIMARY KEY)");
            List<List<String>> versions = versions(dialect);
            int version = version(connection);
            for (; version < versions.size(); version++) {
                for (String change : versions.get(version)) {
                    statement.execute(change);
                }
                statement.execute("INSERT INTO agent_journal (version) VALUES (" + (version + 1) + ")");
            }
            return version;
        }
    }
}
