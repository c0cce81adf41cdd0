package dev.qwenagent.api;

import dev.qwenagent.api.event.AgentListener;
import java.util.ArrayList;
import java.util.List;

/**
 * A run to go on with. Immutable.
 *
 * @param runId the run
 * @param worker who goes on with it, for people who read the journal
 * @param listeners who hears the events, beside the agent's own listeners
 * @param endings what ends this run before its time: the first of these that comes
 */
public record Resumption(String runId, String worker, List<AgentListener> listeners, List<Cancellation> endings) {

    /** Copies the lists. */
    public Resumption {
        listeners = List.copyOf(listeners);
        endings = List.copyOf(endings);
    }

    /** The run with this id, gone on with by this process. */
    public static Resumption of(String runId) {
        return new Resumption(runId, "process " + ProcessHandle.current().pid(), List.of(), List.of());
    }

    /** The same, by a worker of this name. */
    public Resumption by(String newWorker) {
        return new Resumption(runId, newWorker, listeners, endings);
    }

    /** The same, with one more listener to the events. */
    public Resumption listener(AgentListener listener) {
        List<AgentListener> more = new ArrayList<>(listeners);
        more.add(listener);
        return new Resumption(runId, worker, more, endings);
    }

    /** The same, ended at once when this is cancelled, see {@link AgentTask#endingWith}. */
    public Resumption endingWith(Cancellation ending) {
        List<Cancellation> more = new ArrayList<>(endings);
        more.add(ending);
        return new Resumption(runId, worker, listeners, more);
    }
}
