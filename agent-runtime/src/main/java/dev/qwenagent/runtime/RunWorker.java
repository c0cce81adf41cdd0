package dev.qwenagent.runtime;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.Resumption;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.api.journal.RunTakenException;
import java.util.ArrayList;
import java.util.List;

/**
 * One of several workers over the same journal: goes on with the runs of its agent whose processes died. Each run is taken by
 * one worker; the others pass it over. Thread-safe.
 *
 * @param agent does the work; the journal is its own
 * @param journal where the runs are
 * @param name who works, for people who read the journal
 */
public record RunWorker(Agent agent, RunJournal journal, String name) {

    /** What became of a run that was found left. */
    public sealed interface Attempt {

        /** The run. */
        String runId();

        /** The run ended, or was put down. */
        record Worked(AgentResult result) implements Attempt {
            @Override
            public String runId() {
                return result.runId();
            }
        }

        /** Another worker had taken the run, or was done with it. */
        record PassedOver(String runId) implements Attempt {}

        /** The run failed, or this agent cannot go on with it. */
        record Failed(String runId, AgentException problem) implements Attempt {}
    }

    /**
     * Resumes each run that is left now, one after the other, the oldest first.
     *
     * @return what became of each
     * @throws AgentException if the journal could not be read
     */
    public List<Attempt> resumeLeft() {
        List<Attempt> attempts = new ArrayList<>();
        for (RunSummary run : journal.left().reversed()) {
            if (run.agent().equals(agent.name())) {
                attempts.add(resumed(run.runId()));
            }
        }
        return attempts;
    }

    private Attempt resumed(String runId) {
        try {
            return new Attempt.Worked(agent.resume(Resumption.of(runId).by(name)));
        } catch (RunTakenException e) {
            return new Attempt.PassedOver(runId);
        } catch (AgentException e) {
            return isDone(runId, e) ? new Attempt.PassedOver(runId) : new Attempt.Failed(runId, e);
        }
    }

    /**
     * Whether another worker took the run to its end after it had been found left.
     *
     * @param problem gets to know why the run could not be read, if so: the other runs are still to be worked on
     */
    private boolean isDone(String runId, AgentException problem) {
        try {
            return isDone(runId);
        } catch (AgentException e) {
            problem.addSuppressed(e);
            return false;
        }
    }

    private boolean isDone(String runId) {
        return RunSummary.of(journal.read(runId), false)
                .filter(run -> run.reason() != null && !run.reason().isResumable())
                .isPresent();
    }
}
