package dev.qwenagent.examples.cli.model;

import java.util.Locale;

/** Large numbers for people. */
final class Amounts {

    private static final String[] COUNTS = {"", " thousand", " million", " billion"};
    private static final String[] BYTES = {" bytes", " KiB", " MiB", " GiB"};

    private Amounts() {}

    /** A count, as in {@code 30.5 billion}. */
    static String count(long count) {
        return scaled(count, 1000, COUNTS);
    }

    /** A size of memory, as in {@code 17.3 GiB}. */
    static String bytes(long bytes) {
        return scaled(bytes, 1024, BYTES);
    }

    private static String scaled(long amount, int step, String[] units) {
        double scaled = amount;
        int unit = 0;
        while (scaled >= step && unit < units.length - 1) {
            scaled /= step;
            unit++;
        }
        return unit == 0 ? amount + units[0] : String.format(Locale.ROOT, "%.1f%s", scaled, units[unit]);
    }
}
