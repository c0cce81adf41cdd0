package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.RunCost;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.tool.ApprovalRequest;
import org.jspecify.annotations.Nullable;

/** The end of a run, or of what one process does of it: what is kept, written down, told and returned, in this order. */
final class RunClosing {

    private final RunLog log;
    private final Run run;
    private final LoopMemory memory;
    private final ConversationDraft draft;
    private boolean hasEnded;

    RunClosing(RunLog log, Run run, LoopMemory memory, ConversationDraft draft) {
        this.log = log;
        this.run = run;
        this.memory = memory;
        this.draft = draft;
    }

    AgentResult end(Ending ending) {
        if (!ending.text().isEmpty()) {
            log.emit(new AgentEvent.Answered(log.runId(), ending.text()));
        }
        // First the conversation: should the process die in between, the run goes on, and finds that it has been kept.
        draft.keep(memory.said());
        log.write((id, at) -> new JournalEntry.RunEnded(id, at, ending.reason(), ending.text(), ending.problem()));
        hasEnded = true;
        return result(ending, tellEnd(ending.reason(), ending.problem()), null);
    }

    AgentResult putDown(PutDown waits) {
        StopReason reason = waits.reason();
        log.write((id, at) -> new JournalEntry.RunSuspended(id, at, reason, waits.waitsFor()));
        hasEnded = true;
        log.emit(new AgentEvent.RunSuspended(log.runId(), run.turn(), reason, waits.waitsFor()));
        RunCost cost = tellEnd(reason, waits.waitsFor());
        return result(new Ending(reason, "", waits.waitsFor()), cost, switch (waits) {
            case PutDown.Question question -> question.request();
            case PutDown.Outcomes _ -> null;
        });
    }

    private AgentResult result(Ending ending, RunCost cost, @Nullable ApprovalRequest question) {
        return new AgentResult(log.runId(), ending.text(), ending.reason(), run.steps(), cost,
                memory.provenance(), ending.problem(), question);
    }

    /**
     * The run failed.
     *
     * @return what the caller gets
     * @throws Error if that is how it failed
     */
    AgentException failed(Throwable e) {
        String problem = e instanceof Error || e.getMessage() == null ? e.toString() : e.getMessage();
        if (!hasEnded) {
            try {
                log.write((id, at) -> new JournalEntry.RunEnded(id, at, StopReason.FAILED, "", problem));
            } catch (RuntimeException journalFailure) {
                e.addSuppressed(journalFailure);
            }
            tellEnd(StopReason.FAILED, problem);
        }
        return switch (e) {
            case AgentException known -> known;
            case Error error -> throw error;
            default -> new AgentException(problem, e);
        };
    }

    /** Tells the end, and what the run has used by then. */
    private RunCost tellEnd(StopReason reason, @Nullable String problem) {
        RunCost cost = run.cost();
        log.emit(new AgentEvent.RunEnded(log.runId(), reason, cost, problem));
        return cost;
    }
}
