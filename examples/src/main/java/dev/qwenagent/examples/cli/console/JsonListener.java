package dev.qwenagent.examples.cli.console;

import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.event.AgentListener;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the events of a run to standard output, one JSON object a line and nothing else, in UTF-8. The last line is
 * {@code run_ended}, or {@code error} if no run began. The fields are those of {@code EventJson}. One run a listener. Thread-safe.
 */
public final class JsonListener implements AgentListener {

    private final PrintStream out;
    private boolean ended;

    /** Writes to this stream. */
    public JsonListener(PrintStream out) {
        this.out = out;
    }

    @Override
    public void onEvent(AgentEvent event) {
        write(EventJson.of(event), event instanceof AgentEvent.RunEnded);
    }

    /** Tells of a failure that no run tells of; does nothing after a run's end. */
    public void error(String message, int exitCode) {
        write(EventJson.error(message, exitCode), true);
    }

    private synchronized void write(String line, boolean last) {
        if (ended) {
            return;
        }
        ended = last;
        out.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Whether whoever reads standard output has gone. */
    public boolean isUnheard() {
        return out.checkError();
    }
}
