package dev.qwenagent.examples.cli;

import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.event.AgentListener;
import dev.qwenagent.examples.cli.console.Screen;
import org.jspecify.annotations.Nullable;

/** Says how a run can be gone on with that ended before its work was done. Thread-safe. */
final class RunEnding implements AgentListener {

    private final Screen screen;
    private final JournalOptions journal;
    private AgentEvent.@Nullable RunEnded ended;

    RunEnding(Screen screen, JournalOptions journal) {
        this.screen = screen;
        this.journal = journal;
    }

    @Override
    public synchronized void onEvent(AgentEvent event) {
        if (event instanceof AgentEvent.RunEnded end) {
            ended = end;
        }
    }

    /** One line with the command, if the run can be gone on with. */
    synchronized void tellHowToGoOn() {
        if (ended != null && ended.reason().isResumable()) {
            screen.line("go on", "qwen-agent run --resume " + ended.runId() + journal.said());
        }
    }
}
