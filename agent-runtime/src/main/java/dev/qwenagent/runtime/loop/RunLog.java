package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.PermissionDecision;
import dev.qwenagent.api.tool.PermissionListener;
import dev.qwenagent.runtime.telemetry.RunTelemetry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;

/** Where a run is told and written down: listeners hear it, the journal keeps it. */
final class RunLog implements PermissionListener {

    private final String runId;
    private final RunEvents events;
    private final RunWriter journal;
    private final RunTelemetry telemetry;
    private final InstantSource clock;
    private final IntSupplier turn;

    /** A log of a run whose turn is asked for when something is told. */
    RunLog(RunSurroundings around, IntSupplier turn) {
        this.runId = around.runId();
        this.events = new RunEvents(around.listeners());
        this.journal = around.journal();
        this.telemetry = around.telemetry();
        this.clock = around.clock();
        this.turn = turn;
    }

    String runId() {
        return runId;
    }

    /** The turn that the run is in; 0 before the first. */
    int turn() {
        return turn.getAsInt();
    }

    /** How it is told to OpenTelemetry. */
    RunTelemetry telemetry() {
        return telemetry;
    }

    void emit(AgentEvent event) {
        events.emit(event);
    }

    /** Writes an entry, made of the run's id and the time, to the journal. */
    void write(BiFunction<String, Instant, ? extends JournalEntry> entry) {
        if (journal.isKeeping()) {
            journal.append(entry.apply(runId, clock.instant()));
        }
    }

    /** Writes an entry for each of these, all of them with one force to the disk. */
    <T> void writeAll(List<T> things, EntryOf<T> entry) {
        if (journal.isKeeping() && !things.isEmpty()) {
            Instant now = clock.instant();
            journal.append(things.stream().map(thing -> entry.of(runId, now, thing)).toList());
        }
    }

    /** Makes an entry of a thing. */
    @FunctionalInterface
    interface EntryOf<T> {
        JournalEntry of(String runId, Instant at, T thing);
    }

    /** Whether entries are kept, so that what only they need is worth computing. */
    boolean isWritten() {
        return journal.isKeeping();
    }

    @Override
    public void asked(ApprovalRequest request) {
        write((id, at) -> new JournalEntry.ApprovalAsked(id, at, request));
        emit(new AgentEvent.PermissionAsked(runId, turn.getAsInt(), request));
    }

    @Override
    public void decided(PermissionDecision decision) {
        write((id, at) -> new JournalEntry.CallJudged(id, at, decision));
        emit(new AgentEvent.PermissionDecided(runId, turn.getAsInt(), decision));
    }

    /**
     * A question was answered.
     *
     * @param who answered it, for people
     */
    void answered(ApprovalRequest request, Approval answer, String who) {
        write((id, at) -> new JournalEntry.ApprovalAnswered(id, at, request.call(), answer, who));
    }
}
