package dev.qwenagent.runtime.loop;

import dev.langchain4j.data.message.AiMessage;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.StopReason;
import org.jspecify.annotations.Nullable;

/** Ends a turn from within a planner's request to the model: the planner has nothing left to decide on. */
abstract sealed class TurnCut extends AgentException {

    private static final long serialVersionUID = 1L;

    private TurnCut(String message) {
        super(message);
    }

    /** What the model had said by then, as one message; nothing if it was not asked. */
    abstract AiMessage said();

    /** No model of the agent may see the conversation. */
    static final class NotCleared extends TurnCut {
        private static final long serialVersionUID = 1L;

        NotCleared(String reason) {
            super(reason);
        }

        @Override
        AiMessage said() {
            return AiMessage.builder().build();
        }
    }

    /** A limit of the run does not allow the request, or what is left of its reply. */
    static final class LimitReached extends TurnCut {
        private static final long serialVersionUID = 1L;

        private final StopReason limit;
        private final String thought;

        LimitReached(StopReason limit) {
            this(limit, "");
        }

        /** A limit that was reached while the model thought. */
        LimitReached(StopReason limit, String thought) {
            super("a limit of the run is reached: " + limit);
            this.limit = limit;
            this.thought = thought;
        }

        StopReason limit() {
            return limit;
        }

        @Override
        AiMessage said() {
            return AiMessage.builder().thinking(thought.isEmpty() ? null : thought).build();
        }
    }

    /** A guardrail objected to what was arriving, and the generation was ended. */
    static final class Objection extends TurnCut {
        private static final long serialVersionUID = 1L;

        private final transient Guards.Subject subject;
        private final transient Consensus<String> consensus;
        private final transient AiMessage said;

        /**
         * An objection.
         *
         * @param said all that the model had said by then
         */
        Objection(Guards.Subject subject, Consensus<String> consensus, AiMessage said) {
            super("a guardrail ended the model's reply: " + consensus);
            this.subject = subject;
            this.consensus = consensus;
            this.said = said;
        }

        @Override
        AiMessage said() {
            return said;
        }

        Guards.Subject subject() {
            return subject;
        }

        Consensus<String> consensus() {
            return consensus;
        }
    }

    /** Remembers a cut, so that a planner which swallows the exception cannot go on all the same. */
    static final class Holder {
        private @Nullable TurnCut cut;

        void keep(TurnCut newCut) {
            cut = newCut;
        }

        void throwIfCut() {
            if (cut != null) {
                throw cut;
            }
        }
    }
}
