package dev.qwenagent.examples.cli.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them. */
public final class Durations {

    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private Durations() {}

    /**
     * Reads a whole number with its unit, {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, or the form of ISO 8601,
     * {@code PT1M30S}.
     *
     * @throws IllegalArgumentException if it is neither, or not above zero
     */
    public static Duration parse(String text) {
        Duration duration = read(text);
        if (duration.isNegative() || duration.isZero()) {
            throw unreadable(text);
        }
        return duration;
    }

    private static Duration read(String text) {
        Matcher matcher = SHORT.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofHours(number);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw unreadable(text);
        }
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException("expected a time above zero such as 30s, 5m or 1h, found '" + text + "'");
    }
}
