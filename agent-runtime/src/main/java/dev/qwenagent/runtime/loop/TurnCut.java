package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.AgentException;
import org.jspecify.annotations.Nullable;

/** Ends a turn from within a planner's request to the model: the planner has nothing left to decide on. */
abstract sealed class TurnCut extends AgentException {

    private static final long serialVersionUID = 1L;

    private TurnCut(String message) {
        super(message);
    }

    /** No model of the agent may see the conversation. */
    static final class NotCleared extends TurnCut {
        private static final long serialVersionUID = 1L;

        NotCleared(String reason) {
            super(reason);
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
