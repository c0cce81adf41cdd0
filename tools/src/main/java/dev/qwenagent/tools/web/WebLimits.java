package dev.qwenagent.tools.web;

import java.time.Duration;

/**
 * How much the web tools take on in one call. Immutable.
 *
 * @param bytes of a page that are read, after decompression; the rest is left
 * @param redirects that are followed
 * @param time for one request, from the connection to the last byte
 */
public record WebLimits(int bytes, int redirects, Duration time) {

    /** One mebibyte, five redirects, thirty seconds. */
    public static final WebLimits DEFAULT = new WebLimits(1 << 20, 5, Duration.ofSeconds(30));

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if there are no bytes, no time, or less than no redirects
     */
    public WebLimits {
        if (bytes < 1 || redirects < 0 || time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(
                    "web limits are at least 1 byte, 0 redirects and a time above zero, found "
                            + bytes + " bytes, " + redirects + " redirects, " + time);
        }
    }
}
