package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * How large the model sees pictures and videos; null leaves one to the server. A model of the VL line spends one token on
 * 32 by 32 pixels.
 *
 * @param minPixels pixels to which a smaller picture or frame is enlarged
 * @param maxPixels pixels to which a larger picture or frame is reduced
 * @param totalPixels pixels that all frames of a video have together
 * @param framesPerSecond frames taken of each second of a video
 */
public record VisionSettings(
        @Nullable Integer minPixels,
        @Nullable Integer maxPixels,
        @Nullable Integer totalPixels,
        @Nullable Double framesPerSecond) {

    /** Everything as the server has it. */
    public static final VisionSettings DEFAULT = new VisionSettings(null, null, null, null);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not above 0, or the least is above the most
     */
    public VisionSettings {
        require(minPixels == null || minPixels > 0, "minPixels is above 0", minPixels);
        require(maxPixels == null || maxPixels > 0, "maxPixels is above 0", maxPixels);
        require(totalPixels == null || totalPixels > 0, "totalPixels is above 0", totalPixels);
        require(framesPerSecond == null || framesPerSecond > 0, "framesPerSecond is above 0", framesPerSecond);
        require(minPixels == null || maxPixels == null || minPixels <= maxPixels,
                "minPixels is at most maxPixels (" + maxPixels + ")", minPixels);
    }

    private static void require(boolean holds, String rule, @Nullable Number found) {
        if (!holds) {
            throw new IllegalArgumentException(rule + "; found " + found);
        }
    }

    /** The same, with pictures between these numbers of pixels. */
    public VisionSettings withPixels(int least, int most) {
        return new VisionSettings(least, most, totalPixels, framesPerSecond);
    }

    /** The same, with so many pixels for all frames of a video. */
    public VisionSettings withTotalPixels(int pixels) {
        return new VisionSettings(minPixels, maxPixels, pixels, framesPerSecond);
    }

    /** The same, with so many frames of each second of a video. */
    public VisionSettings withFramesPerSecond(double frames) {
        return new VisionSettings(minPixels, maxPixels, totalPixels, frames);
    }

    /** Written beside a picture. */
    void writePicture(ObjectNode part) {
        put(part, "min_pixels", minPixels);
        put(part, "max_pixels", maxPixels);
    }

    /** Written beside a video. */
    void writeVideo(ObjectNode part) {
        writePicture(part);
        put(part, "total_pixels", totalPixels);
        if (framesPerSecond != null) {
            part.put("fps", framesPerSecond);
        }
    }

    private static void put(ObjectNode part, String field, @Nullable Integer value) {
        if (value != null) {
            part.put(field, value);
        }
    }
}
