package dev.qwenagent.runtime.replay;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;
import dev.qwenagent.api.TokensUsed;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.memory.ApproximateTokenCount;
import java.util.Optional;

/**
 * Counts as the recorded model counted, where the journal tells: what a reply used that was cut. For all else, which is what may
 * still be spent, it counts as models on servers do.
 */
record RecordedUsage(Tape tape) implements TokenCountEstimator {

    private static final TokenCountEstimator USUAL = new ApproximateTokenCount();

    private Optional<JournalEntry.ModelCut> latest() {
        return tape.latest().flatMap(asked -> switch (asked.result()) {
            case Recording.Result.Cut(var cut) -> Optional.of(cut);
            case Recording.Result.Replied(var _, var cut) -> cut;
            case Recording.Result.Failed _,Recording.Result.Ended _ -> Optional.empty();
        });
    }

    @Override
    public int estimateTokenCountInText(String text) {
        return latest().map(cut -> text.equals(cut.message().thinking())
                ? TokensUsed.of(cut.usage()).thinkingTokens()
                : cut.usage().outputTokenCount()).orElseGet(() -> USUAL.estimateTokenCountInText(text));
    }

    @Override
    public int estimateTokenCountInMessage(ChatMessage message) {
        return latest().map(cut -> cut.usage().inputTokenCount())
                .orElseGet(() -> USUAL.estimateTokenCountInMessage(message));
    }

    @Override
    public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
        return latest().map(cut -> cut.usage().inputTokenCount())
                .orElseGet(() -> USUAL.estimateTokenCountInMessages(messages));
    }
}
