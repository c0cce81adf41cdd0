package dev.qwenagent.runtime.replay;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.TokenCountEstimator;
import dev.qwenagent.api.journal.RequestDigest;
import dev.qwenagent.memory.WindowSize;
import dev.qwenagent.runtime.loop.RequestDigests;
import java.util.ArrayList;
import java.util.List;

/**
 * A window that is too full where it was when the run was recorded, since its model's tokenizer may not be at hand; the memory
 * itself then lets go what it lets go. It is too full if what the next request of the recording had is the end of the conversation,
 * and not all of it. Every message counts as one token. Not thread-safe: one run, one thread.
 */
final class RecordedWindow implements TokenCountEstimator, WindowSize {

    private final Tape tape;
    private final RequestDigests digests = new RequestDigests();
    private final List<ChatMessage> system = new ArrayList<>();
    private final List<ChatMessage> counted = new ArrayList<>();

    RecordedWindow(Tape tape) {
        this.tape = tape;
    }

    @Override
    public int estimateTokenCountInText(String text) {
        return 1;
    }

    @Override
    public int estimateTokenCountInMessage(ChatMessage message) {
        if (message instanceof SystemMessage) {
            // What it takes the place of is counted again after it.
            system.clear();
            counted.clear();
            system.add(message);
            return 0;
        }
        counted.add(message);
        return 1;
    }

    @Override
    public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
        int tokens = 0;
        for (ChatMessage message : messages) {
            tokens += estimateTokenCountInMessage(message);
        }
        return tokens;
    }

    @Override
    public int most() {
        return isTooFull() ? 0 : Integer.MAX_VALUE;
    }

    @Override
    public int left() {
        return kept();
    }

    private int kept() {
        return tape.coming().map(next -> next.asked().request().messages() - system.size()).orElse(0);
    }

    private boolean isTooFull() {
        int kept = kept();
        if (kept < 1 || kept >= counted.size()) {
            return false;
        }
        RequestDigest next = tape.coming().orElseThrow().asked().request();
        int from = counted.size() - kept;
        if (isAsked(counted.subList(from, counted.size()), next)) {
            return true;
        }
        // The user's message of a long turn stays when the turn's oldest steps go.
        List<ChatMessage> steps = counted.subList(from + 1, counted.size());
        return counted.subList(0, from + 1).stream().filter(UserMessage.class::isInstance).anyMatch(user -> {
            List<ChatMessage> turn = new ArrayList<>(List.of(user));
            turn.addAll(steps);
            return isAsked(turn, next);
        });
    }

    private boolean isAsked(List<ChatMessage> messages, RequestDigest next) {
        List<ChatMessage> whole = new ArrayList<>(system);
        whole.addAll(messages);
        return digests.ofMessages(whole).equals(next.messagesHash());
    }
}
