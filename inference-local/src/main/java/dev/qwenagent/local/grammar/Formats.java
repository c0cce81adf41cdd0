package dev.qwenagent.local.grammar;

import java.util.Map;

/**
 * The values of {@code format} that are held to, as patterns. By the standard a format is a remark unless a validator is told
 * to check it; a model that is asked for a date had better write one. Other formats remain remarks.
 *
 * <p>
 * Sources: RFC 3339 for dates and times (leap seconds are left out, since only a table can tell which there were), its
 * appendix A for durations, RFC 4122 for UUIDs, RFC 2673 section 3.2 for IPv4 addresses, RFC 1123 for host names. Mail addresses are left out: which host names
 * end as one must is in a list that grows.
 */
final class Formats {

    private static final String YEAR = "\\d{4}";
    private static final String LEAP_YEAR = "(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
    private static final String DATE = "(?:" + YEAR + "-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])"
            + "|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))|" + LEAP_YEAR + "-02-29)";
    private static final String TIME = "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?"
            + "(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)";
    private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?";
    private static final String HOST = LABEL + "(?:\\." + LABEL + "){0,3}";
    private static final String CLOCK = "T(?:\\d{1,4}H(?:\\d{1,4}M(?:\\d{1,4}S)?)?|\\d{1,4}M(?:\\d{1,4}S)?|\\d{1,4}S)";

    private static final Map<String, String> PATTERNS = Map.of("date", "^" + DATE + "$", "time", "^" + TIME + "$",
            "date-time", "^" + DATE + "T" + TIME + "$", "uuid",
            "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$", "ipv4",
            "^" + BYTE + "(?:\\." + BYTE + "){3}$", "hostname",
            "^" + HOST + "$", "duration",
            "^P(?:(?:\\d{1,4}Y(?:\\d{1,4}M(?:\\d{1,4}D)?)?|\\d{1,4}M(?:\\d{1,4}D)?|\\d{1,4}D)(?:" + CLOCK + ")?|"
                    + CLOCK
                    + "|\\d{1,4}W)$");

    private Formats() {}

    /** The pattern of a format; the one of every text if the format is a remark. */
    static String pattern(String format) {
        return PATTERNS.getOrDefault(format, "");
    }

    static boolean isHeldTo(String format) {
        return PATTERNS.containsKey(format);
    }
}
