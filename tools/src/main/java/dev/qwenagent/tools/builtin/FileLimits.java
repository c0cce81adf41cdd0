package dev.qwenagent.tools.builtin;

/**
 * How much the file tools take on in one call.
 *
 * @param readBytes the largest file that is read
 * @param writeBytes the largest text that is written
 * @param listedFiles how many files a list shows
 */
public record FileLimits(int readBytes, int writeBytes, int listedFiles) {

    /** One mebibyte in and out, 200 files in a list. */
    public static final FileLimits DEFAULT = new FileLimits(1 << 20, 1 << 20, 200);

    public FileLimits {
        if (readBytes < 1 || writeBytes < 1 || listedFiles < 1) {
            throw new IllegalArgumentException("file limits are at least 1, found readBytes " + readBytes
                    + ", writeBytes " + writeBytes + ", listedFiles " + listedFiles);
        }
    }
}
