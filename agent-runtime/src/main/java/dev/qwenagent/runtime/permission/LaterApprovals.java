package dev.qwenagent.runtime.permission;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.runtime.history.AskedBefore;
import dev.qwenagent.runtime.history.RunHistory;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers to questions for which runs were put down ({@link dev.qwenagent.api.tool.Approver#PUT_DOWN}), given in any process that
 * has the journal. An answer is written into the run, which counts it when it is resumed: for exactly the call that was asked
 * about, until the question expires, once. Whoever may write to the journal can answer: sign it
 * ({@code JournalSettings.signedBy}) where that is more than those who may. Thread-safe.
 *
 * @param journal where the runs are
 * @param clock the time of day
 */
public record LaterApprovals(RunJournal journal, InstantSource clock) {

    /**
     * The question that a run waits for; empty if it waits for none.
     *
     * @throws AgentException if there is no such run, or it cannot be read
     */
    public Optional<ApprovalRequest> waiting(String runId) {
        return history(runId).waitsFor();
    }

    /**
     * Says yes.
     *
     * @param who says so, for people
     * @throws dev.qwenagent.api.journal.RunTakenException if somebody works on the run
     * @throws AgentException if the run waits for no answer, has got it already, or the time for it is over
     */
    public void approve(String runId, Approval.Extent extent, String who) {
        answer(runId, request -> request.yes(extent), who);
    }

    /** Says no, see {@link #approve}. */
    public void refuse(String runId, String who) {
        answer(runId, ApprovalRequest::no, who);
    }

    private void answer(String runId, Function<ApprovalRequest, Approval> said, String who) {
        try (RunWriter writer = journal.claim(runId)) {
            ApprovalRequest request = open(runId);
            writer.append(new JournalEntry.ApprovalAnswered(runId, clock.instant(), request.call(), said.apply(request),
                    who));
        }
    }

    private ApprovalRequest open(String runId) {
        AskedBefore asked = history(runId).lastAsked()
                .orElseThrow(() -> new AgentException("run " + runId + " does not wait for an answer"));
        if (asked.answer() != null) {
            throw new AgentException("the question of run " + runId + " was answered already; resume the run");
        }
        ApprovalRequest request = asked.request();
        if (!clock.instant().isBefore(request.expires())) {
            throw new AgentException("the question of run " + runId + " expired at " + request.expires()
                    + ", and the answer is no; resume the run, which asks again if the call is still wanted");
        }
        return request;
    }

    private RunHistory history(String runId) {
        var entries = journal.read(runId);
        if (entries.isEmpty()) {
            throw new AgentException("there is no run " + runId + " in the journal");
        }
        return RunHistory.of(entries);
    }
}
