package dev.qwenagent.runtime.journal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry as it is stored, in a line of a file or a row of a database: a JSON object whose body comes last, so that exactly the
 * characters that were hashed are found again. Immutable.
 *
 * @param number from 1, without gaps
 * @param previous the hash of the entry before; zeros in the first
 * @param hash SHA-256 over all of these and the run, see {@link Chain}
 * @param signature by a key; null if it is not signed
 * @param body the entry as a JSON object, in the clear or encrypted
 */
record Envelope(long number, String previous, String hash, @Nullable Signature signature, String body) {

    private static final String HASH = "[0-9a-f]{64}";
    private static final Pattern LINE = Pattern.compile("\\{\"number\":([1-9][0-9]{0,17}),\"previous\":\"(" + HASH
            + ")\",\"hash\":\"(" + HASH + ")\"(?:,\"key\":\"([0-9a-f]{8})\",\"mac\":\"(" + HASH
            + ")\")?,\"body\":(\\{.*\\})\\}", Pattern.DOTALL);

    /**
     * A proof that whoever wrote an entry had a key.
     *
     * @param key its id
     * @param mac HMAC-SHA256 over the entry's hash
     */
    record Signature(String key, String mac) {}

    String line() {
        return "{\"number\":" + number + ",\"previous\":\"" + previous + "\",\"hash\":\"" + hash + "\""
                + (signature == null ? "" : ",\"key\":\"" + signature.key() + "\",\"mac\":\"" + signature.mac() + "\"")
                + ",\"body\":" + body + "}";
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is no envelope
     */
    static Envelope parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("is no entry in its envelope");
        }
        Signature signature = parts.group(4) == null ? null : new Signature(parts.group(4), parts.group(5));
        return new Envelope(Long.parseLong(parts.group(1)), parts.group(2), parts.group(3), signature, parts.group(6));
    }
}
