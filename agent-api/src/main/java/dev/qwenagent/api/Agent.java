package dev.qwenagent.api;

import dev.qwenagent.api.label.Declassification;
import dev.qwenagent.api.label.Labelled;
import dev.qwenagent.api.label.Provenance;

/**
 * Something that works on a task: it thinks, calls tools as far as it is permitted, and answers.
 *
 * <p>An agent is thread-safe. Each call of {@code run} is a run of its own; runs of one conversation take turns, others
 * may run side by side. Everything blocks until the run has ended.
 */
public interface Agent extends AutoCloseable {

    /** The agent's name, as its events carry it. */
    String name();

    /**
     * Works on a task until there is an answer or a reason to stop.
     *
     * @return the result; a limit, a cancellation and a guardrail's stop are results too, told apart by
     *     {@link AgentResult#stopReason()}
     * @throws AgentException if the run failed: the model could not be reached, the journal could not be written, …; events up to the
     *     failure have been delivered, the last of them {@code RunEnded}
     */
    AgentResult run(AgentTask task);

    /** Works on a task in a conversation of its own, see {@link #run(AgentTask)}. */
    default AgentResult run(String task) {
        return run(AgentTask.of(task));
    }

    /**
     * Works on a task whose answer is a value.
     *
     * @param type a record, an enum, a string, a number, a boolean or a class that has a schema
     * @return the answer, read into {@code type}
     * @throws AgentException as {@link #run(AgentTask)}; and if the run stopped without an answer, or the model's answer
     *     could not be read into {@code type} although the model was told why and asked again
     * @throws IllegalArgumentException if {@code type} has no schema, with the path of the component at fault
     */
    <T> T run(AgentTask task, Class<T> type);

    /** Works on a task whose answer is a value, see {@link #run(AgentTask, Class)}. */
    default <T> T run(String task, Class<T> type) {
        return run(AgentTask.of(task), type);
    }

    /**
     * Works on a task whose answer is a value, and tells what is known of it: the label of the conversation that led there.
     *
     * @throws AgentException as {@link #run(AgentTask, Class)}
     * @throws IllegalArgumentException as {@link #run(AgentTask, Class)}
     */
    <T> Labelled<T> runLabelled(AgentTask task, Class<T> type);

    /**
     * Goes on with a run that is in the agent's journal and was left by a process that died, put down, cancelled or failed. What
     * was completed is not done again: neither calls nor requests to the model. A call that was begun and has no result is
     * made again if its tool is idempotent; else the agent's {@link dev.qwenagent.api.tool.OutcomeResolver} decides. Limits count
     * what was used before.
     *
     * @return the result of the whole run, as {@link #run(AgentTask)} gives it
     * @throws dev.qwenagent.api.journal.RunTakenException if another worker has the run
     * @throws AgentException if there is no such run, it is over, it was begun by another agent, or this agent has lost a tool that
     *     a call of it needs, and then nothing has happened; or if the run failed
     */
    AgentResult resume(Resumption resumption);

    /** Goes on with a run, see {@link #resume(Resumption)}. */
    default AgentResult resume(String runId) {
        return resume(Resumption.of(runId));
    }

    /**
     * Goes on with a run whose answer is a value, see {@link #run(AgentTask, Class)}.
     *
     * @throws AgentException as {@link #resume(Resumption)} and {@link #run(AgentTask, Class)}
     * @throws IllegalArgumentException as {@link #run(AgentTask, Class)}
     */
    <T> T resume(Resumption resumption, Class<T> type);

    /** Goes on with a run whose answer is a value, see {@link #resume(Resumption, Class)}. */
    default <T> T resume(String runId, Class<T> type) {
        return resume(Resumption.of(runId), type);
    }

    /**
     * Writes a person's decision into a conversation: from now on the source that it names has the label that it says. It is
     * told to the agent's listeners, journalled and kept with the conversation; the messages stay as they are.
     *
     * @param conversation the conversation's id
     * @throws IllegalArgumentException if the conversation has no such source, with those that it has
     * @throws AgentException if it could not be written down, and then nothing has changed
     */
    void declassify(String conversation, Declassification decision);

    /** What in a conversation is confidential or untrusted; nothing if there is no conversation with this id. */
    Provenance provenance(String conversation);

    /**
     * Ends all runs under way at once; each returns a result that says {@link StopReason#CANCELLED}. A single run ends by
     * {@link AgentTask#endingWith}.
     */
    void cancel();

    /** Cancels what is under way and releases the model, if the agent opened it. */
    @Override
    void close();
}
