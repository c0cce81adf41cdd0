package dev.qwenagent.examples.cli;

import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.event.AgentListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.StringJoiner;

/** Where the time went, from the start of the process to the end of the run. Not thread-safe. */
final class Timing implements AgentListener {

    private final Instant start;
    private Instant last;
    private final StringJoiner parts = new StringJoiner(", ");
    private boolean replying;

    private Timing(Instant start) {
        this.start = start;
        this.last = start;
    }

    /** Begins to measure this process. */
    static Timing ofProcess() {
        return new Timing(Instant.now().minus(ProcessAge.now()));
    }

    /** The part since the last mark is called that. */
    void mark(String part) {
        Instant now = Instant.now();
        parts.add(seconds(Duration.between(last, now)) + " " + part);
        last = now;
    }

    @Override
    public void onEvent(AgentEvent event) {
        boolean first = !replying && (event instanceof AgentEvent.Thought || event instanceof AgentEvent.TextDelta
                || event instanceof AgentEvent.ToolAnnounced);
        if (first) {
            replying = true;
            mark("until the first token");
        }
    }

    @Override
    public String toString() {
        return seconds(Duration.between(start, last)) + " from process start to answer: " + parts;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }
}
