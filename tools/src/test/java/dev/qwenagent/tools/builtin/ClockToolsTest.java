package dev.qwenagent.tools.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.tools.ToolTrial;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockToolsTest {

    private final ClockTools clock = new ClockTools(
            Clock.fixed(Instant.parse("2026-11-22T21:09:00Z"), ZoneId.of("Europe/Oslo")));

    @ParameterizedTest
    @CsvSource({"Asia/Tokyo, 2026-11-23 06:09", "Tokyo, 2026-11-23 06:09", "asia/tokyo, 2026-11-23 06:09",
        "New York, 2026-11-22 16:09", "America/New_York, 2026-11-22 16:09", "UTC, 2026-11-22 21:09",
        "+05:30, 2026-11-23 02:39", "JST, 2026-11-23 06:09", "local, 2026-11-22 22:09"})
    void tellsTheTime(String zone, String time) {
        assertThat(clock.currentTime(zone)).isEqualTo(time);
    }

    @Test
    void anUnknownZoneListsNearOnes() {
        assertThatThrownBy(() -> clock.currentTime("Tokio")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no time zone \"Tokio\"; did you mean Asia/Tokyo?");
        assertThatThrownBy(() -> clock.currentTime("Europe/Olso")).hasMessageContaining("Europe/Oslo");
        assertThatThrownBy(() -> clock.currentTime("xyzzyxyzzy"))
                .hasMessage("there is no time zone \"xyzzyxyzzy\"; use a name such as Europe/Oslo");
    }

    @Test
    void needsTheScopeOfTheClock() {
        assertThat(ToolTrial.of(clock).scopes("current_time", "{\"zone\": \"UTC\"}")).containsExactly("clock.read");
    }
}
