package dev.qwenagent.runtime.history;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.qwenagent.api.journal.RequestDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run's last turn, from where it goes on. Immutable.
 *
 * @param number the turn; 0 before the first
 * @param isDecided whether what came of it is in the messages, so that the next turn follows
 * @param replies what the model said since, in order, that no decision was taken on: they are used before a model is asked
 * @param undecided messages that were written down, of which nothing tells whether the turn was over with them
 * @param openRound its calls, if some have not been answered; null if not
 * @param asked questions to a person in this turn
 * @param request what a model was asked last; null if nothing yet
 * @param cut what the model had said when a guardrail ended its reply, if that came last; else null
 */
public record TurnUnderWay(int number, boolean isDecided, List<KeptReply> replies, List<ChatMessage> undecided,
        @Nullable OpenRound openRound, List<AskedBefore> asked, @Nullable RequestDigest request,
        @Nullable AiMessage cut) {

    /** Of a run that has just begun. */
    static final TurnUnderWay NONE = new TurnUnderWay(0, true, List.of(), List.of(), null, List.of(), null, null);

    /** Copies the lists. */
    public TurnUnderWay {
        replies = List.copyOf(replies);
        undecided = List.copyOf(undecided);
        asked = List.copyOf(asked);
    }

    /** The question of a guardrail about the reply that it cut, if it asked one; its consequence is not decided yet. */
    public Optional<AskedBefore> questionAboutTheCut() {
        return cut == null || asked.isEmpty() || !asked.getLast().request().callId().isEmpty()
                ? Optional.empty()
                : Optional.of(asked.getLast());
    }

    /** The calls that have not all been answered. */
    public Optional<OpenRound> round() {
        return Optional.ofNullable(openRound);
    }
}
