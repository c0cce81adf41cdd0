package dev.qwenagent.runtime.journal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Names for runs: when one began, for people and for sorting, and chance. */
public final class RunIds {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
            .withZone(ZoneOffset.UTC);

    /** 48 bits: of a thousand runs that begin in one second, two share a name in one second of 18 years. */
    private static final int DIGITS = 12;

    private RunIds() {}

    /** A new run's id, such as {@code 20260101-101500-1a2b3c4d5e6f}. */
    public static String of(Instant begun, RandomGenerator random) {
        return TIME.format(begun) + "-" + HexFormat.of().toHexDigits(random.nextLong(), DIGITS);
    }
}
