package dev.qwenagent.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://host/base?user=ana&password=tiger&ssl=true,jdbc:postgresql://host/base?user=ana&password=...&ssl=true",
        "jdbc:postgresql://ana:tiger@host/base,jdbc:postgresql://...@host/base",
        "jdbc:h2:./runs;PASSWORD=tiger,jdbc:h2:./runs;PASSWORD=...", "/var/lib/agent/runs,/var/lib/agent/runs"})
    void passwordOfADatabaseIsNotShown(String place, String shown) {
        assertThat(JournalOptions.shown(place)).isEqualTo(shown);
    }
}
