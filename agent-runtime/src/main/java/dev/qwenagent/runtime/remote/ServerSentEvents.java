package dev.qwenagent.runtime.remote;

import java.io.EOFException;
import java.io.IOException;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of server-sent events one by one, as the HTML standard has it (section 9.2.6): {@code data} lines up to an
 * empty line; comments and other fields are skipped; an event that the end of the stream cuts is no event.
 */
final class ServerSentEvents {

    /** No honest line is longer; 32 MiB leave room for a picture in a chunk. */
    private static final long LONGEST_LINE = 32L << 20;

    private static final String DATA = "data:";

    private final BufferedSource source;

    ServerSentEvents(BufferedSource source) {
        this.source = source;
    }

    /**
     * The data of the next event; null at the end of the stream.
     *
     * @throws OversizedStreamException if a line, or an event, has no end
     * @throws IOException if reading fails
     */
    @Nullable
    String next() throws IOException {
        StringBuilder data = null;
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty() && data != null) {
                return data.toString();
            }
            if (data != null && data.length() + line.length() > LONGEST_LINE) {
                throw new OversizedStreamException("an event longer than " + LONGEST_LINE + " characters");
            }
            if (line.startsWith(DATA)) {
                data = data == null ? new StringBuilder() : data.append('\n');
                data.append(line, line.startsWith(" ", DATA.length()) ? DATA.length() + 1 : DATA.length(),
                        line.length());
            }
        }
        return null;
    }

    private @Nullable String line() throws IOException {
        try {
            return source.readUtf8LineStrict(LONGEST_LINE);
        } catch (EOFException e) {
            if (source.getBuffer().size() > LONGEST_LINE) {
                throw new OversizedStreamException("a line longer than " + LONGEST_LINE + " bytes");
            }
            return null;
        }
    }
}
