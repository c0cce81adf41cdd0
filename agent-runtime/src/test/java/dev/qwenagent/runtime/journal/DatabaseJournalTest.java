package dev.qwenagent.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.AgentException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Databases, as they are opened. */
class DatabaseJournalTest {

    @TempDir
    private Path folder;

    private static void open(String url) {
        Journals.open(url, JournalSettings.plain().leasing(new JournalSettings.Lease("ana", Duration.ofSeconds(3))))
                .close();
    }

    @Test
    void databaseOfAnotherKindIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> open("jdbc:oracle:thin:scott/tiger@host?password=x"))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("jdbc:sqlite:")
                .hasMessageContaining("jdbc:postgresql:")
                .hasMessageNotContaining("tiger");
    }

    @Test
    void missingDriverIsNamedByItsDependency() throws Exception {
        String url = "jdbc:h2:" + folder.resolve("runs");
        List<Driver> drivers = Collections.list(DriverManager.getDrivers())
                .stream()
                .filter(driver -> driver.getClass().getName().startsWith("org.h2."))
                .toList();
        for (Driver driver : drivers) {
            DriverManager.deregisterDriver(driver);
        }
        try {
            assertThatThrownBy(() -> open(url)).isInstanceOf(AgentException.class)
                    .hasMessageContaining("add the dependency com.h2database:h2");
        } finally {
            for (Driver driver : drivers) {
                DriverManager.registerDriver(driver);
            }
        }
    }

    @Test
    void serverThatIsNotThereIsNamedWithoutThePassword() {
        assertThatThrownBy(() -> open("jdbc:postgresql://localhost:1/x?user=ana&password=geheim"))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("jdbc:postgresql://localhost:1/x cannot be opened")
                .hasMessageNotContaining("geheim");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILES")
    void tablesOfANewerProgramAreRefused(JournalPlace place) throws Exception {
        String url = place.in(folder);
        open(url);
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO agent_journal (version) VALUES (99)");
        }
        assertThatThrownBy(() -> open(url)).isInstanceOf(AgentException.class).hasMessageContaining("version 99");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILES")
    void tablesThatAProgramDiedOverAreMadeToTheEnd(JournalPlace place) throws Exception {
        String url = place.in(folder);
        open(url);
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM agent_journal");
            statement.execute("DROP TABLE agent_run_entry");
        }
        try (var journal = Journals.open(url, JournalSettings.plain())) {
            JournalSamples.write(journal, JournalSamples.whole("r"));
            assertThat(journal.read("r")).hasSize(5);
        }
    }

    /** The log that somebody reads cannot be emptied; the driver waits ten seconds for them. */
    @Test
    void deletionThatTheLogStillHoldsIsNotTakenForDone() throws Exception {
        String url = JournalPlace.SQLITE.in(folder);
        try (var journal = Journals.open(url, JournalSettings.plain())) {
            JournalSamples.write(journal, JournalSamples.whole("r"));
            try (Connection reader = DriverManager.getConnection(url); Statement statement = reader.createStatement()) {
                reader.setAutoCommit(false);
                statement.executeQuery("SELECT COUNT(*) FROM agent_run").next();
                assertThatThrownBy(() -> journal.delete("r")).isInstanceOf(AgentException.class)
                        .hasMessageContaining("still in the log");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"FILES", "H2"})
    void workersThatComeAtOnceMakeTheTablesOnce(JournalPlace place) throws Exception {
        String url = place.in(folder);
        var failures = new ConcurrentLinkedQueue<Throwable>();
        List<Thread> workers = IntStream.range(0, 6).mapToObj(_ -> Thread.startVirtualThread(() -> {
            try {
                open(url);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        })).toList();
        for (Thread worker : workers) {
            worker.join();
        }
        assertThat(failures).isEmpty();
    }
}
