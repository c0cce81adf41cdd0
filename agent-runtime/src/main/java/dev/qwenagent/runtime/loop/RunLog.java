package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.PermissionDecision;
import dev.qwenagent.api.tool.PermissionListener;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;

/** Where a run is told and written down: listeners hear it, the journal keeps it. */
final class RunLog implements PermissionListener {

    private final String runId;
    private final RunEvents events;
    private final RunJournal journal;
    private final InstantSource clock;
    private final IntSupplier turn;

    RunLog(String runId, RunEvents events, RunJournal journal, InstantSource clock, IntSupplier turn) {
        this.runId = runId;
        this.events = events;
        this.journal = journal;
        this.clock = clock;
        this.turn = turn;
    }

    String runId() {
        return runId;
    }

    /** The turn that the run is in; 0 before the first. */
    int turn() {
        return turn.getAsInt();
    }

    void emit(AgentEvent event) {
        events.emit(event);
    }

    /** Writes an entry, made of the run's id and the time, to the journal. */
    void write(BiFunction<String, Instant, JournalEntry> entry) {
        journal.append(entry.apply(runId, clock.instant()));
    }

    @Override
    public void asked(ApprovalRequest request) {
        emit(new AgentEvent.PermissionAsked(runId, turn.getAsInt(), request));
    }

    @Override
    public void decided(PermissionDecision decision) {
        write((id, at) -> new JournalEntry.CallJudged(id, at, decision));
        emit(new AgentEvent.PermissionDecided(runId, turn.getAsInt(), decision));
    }
}
