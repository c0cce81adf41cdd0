package dev.qwenagent.runtime.remote;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After} (RFC 9110, section 10.2.3): seconds, or a date, which is compared with the server's own clock. */
final class RetryAfterHeader {

    private RetryAfterHeader() {}

    /** The pause; null if none was asked for, or in a way that cannot be read. */
    static @Nullable Duration of(Response response) {
        String value = response.header("Retry-After", "").strip();
        if (value.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        Instant until = date(value);
        if (until == null) {
            return null;
        }
        Instant serverTime = date(response.header("Date", ""));
        Duration pause = Duration.between(serverTime == null ? Instant.now() : serverTime, until);
        return pause.isNegative() ? Duration.ZERO : pause;
    }

    private static @Nullable Instant date(String value) {
        try {
            return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
