package dev.qwenagent.api;

import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.event.AgentListener;
import dev.qwenagent.api.label.Provenance;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is asked to do.
 *
 * @param message what the user says
 * @param conversation the conversation that the task goes on with; null for one of its own that is forgotten afterwards
 * @param provenance what in the message is confidential or untrusted; the user's own words are neither
 * @param listeners who hears the events of this run, beside the agent's own listeners
 * @param endings what ends this run before its time: the first of these that comes
 */
public record AgentTask(UserMessage message, @Nullable String conversation, Provenance provenance,
        List<AgentListener> listeners, List<Cancellation> endings) {

    /** Copies the lists. */
    public AgentTask {
        listeners = List.copyOf(listeners);
        endings = List.copyOf(endings);
    }

    /** A task in a conversation of its own. */
    public static AgentTask of(String text) {
        return of(UserMessage.from(text));
    }

    /** A task in a conversation of its own, with images, files or audio beside the text. */
    public static AgentTask of(UserMessage message) {
        return new AgentTask(message, null, Provenance.NONE, List.of(), List.of());
    }

    /** The same task, in the conversation with this id. */
    public AgentTask inConversation(String id) {
        return new AgentTask(message, id, provenance, listeners, endings);
    }

    /**
     * The same task, whose message holds more than the user's own words: a document that is confidential, a mail that may be an
     * attacker's, or what another agent had read.
     */
    public AgentTask carrying(Provenance more) {
        return new AgentTask(message, conversation, provenance.join(more), listeners, endings);
    }

    /** The same task with another message, see {@link #of(UserMessage)}. */
    public AgentTask withMessage(UserMessage newMessage) {
        return new AgentTask(newMessage, conversation, provenance, listeners, endings);
    }

    /** The same task, with one more listener to its events. */
    public AgentTask listener(AgentListener listener) {
        List<AgentListener> more = new ArrayList<>(listeners);
        more.add(listener);
        return new AgentTask(message, conversation, provenance, more, endings);
    }

    /**
     * The same task, whose run and nothing else ends at once when this is cancelled, with a result that says
     * {@link StopReason#CANCELLED}; at its start, if it has been. A caller makes a {@link CancellationSource}, to cancel or with
     * a deadline. A tool that hands work to another agent hands on its own: {@code endingWith(context.cancellation())}.
     */
    public AgentTask endingWith(Cancellation ending) {
        List<Cancellation> more = new ArrayList<>(endings);
        more.add(ending);
        return new AgentTask(message, conversation, provenance, listeners, more);
    }
}
