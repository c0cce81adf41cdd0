package dev.qwenagent.runtime.replay;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.model.TokenCountEstimator;
import dev.qwenagent.api.journal.RequestDigest;
import dev.qwenagent.runtime.loop.RequestDigests;
import java.util.ArrayList;
import java.util.List;

/**
 * Says that messages are too many where they were when the run was recorded: its model's tokenizer may not be at hand. The memory
 * itself then drops what it drops. Messages are too many if those that the next request of the recording had are the end of them.
 * Not thread-safe: one run, one thread.
 */
final class RecordedWindow implements TokenCountEstimator {

    /** Tokens that a window over this has room for. */
    static final int ROOM = 1_000;

    private static final int TOO_MANY = 1_000_000;

    private final Tape tape;
    private final RequestDigests digests = new RequestDigests();
    private List<ChatMessage> system = List.of();

    RecordedWindow(Tape tape) {
        this.tape = tape;
    }

    @Override
    public int estimateTokenCountInText(String text) {
        return 0;
    }

    @Override
    public int estimateTokenCountInMessage(ChatMessage message) {
        return 0;
    }

    @Override
    public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
        List<ChatMessage> counted = new ArrayList<>();
        messages.forEach(counted::add);
        if (counted.stream().allMatch(SystemMessage.class::isInstance)) {
            system = counted;
            return 0;
        }
        return tape.coming().map(next -> next.asked().request()).filter(next -> isMore(counted, next)).isPresent()
                ? TOO_MANY
                : 0;
    }

    private boolean isMore(List<ChatMessage> counted, RequestDigest next) {
        int kept = next.messages() - system.size();
        if (kept < 1 || kept >= counted.size()) {
            return false;
        }
        int from = counted.size() - kept;
        List<ChatMessage> newest = counted.subList(from, counted.size());
        // The user's message of a long turn stays when the turn's oldest steps go.
        List<ChatMessage> steps = new ArrayList<>(counted.subList(from + 1, counted.size()));
        steps.addFirst(counted.getFirst());
        return isAsked(newest, next) || isAsked(steps, next);
    }

    private boolean isAsked(List<ChatMessage> messages, RequestDigest next) {
        List<ChatMessage> whole = new ArrayList<>(system);
        whole.addAll(messages);
        return digests.ofMessages(whole).equals(next.messagesHash());
    }
}
