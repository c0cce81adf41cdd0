package dev.qwenagent.runtime.replay;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.journal.JournalEntry;
import java.util.Optional;

/** Counts as the recorded model counted: the loop estimates only what a reply used that a guardrail ended. */
record RecordedUsage(Tape tape) implements TokenCountEstimator {

    private TokenUsage latest() {
        return tape.latest().flatMap(asked -> switch (asked.result()) {
            case Recording.Result.Cut(var cut) -> Optional.of(cut);
            case Recording.Result.Replied(var _, var cut) -> cut;
            case Recording.Result.Failed _,Recording.Result.Ended _ -> Optional.empty();
        }).map(JournalEntry.ModelCut::usage).orElseGet(() -> new TokenUsage(0, 0));
    }

    @Override
    public int estimateTokenCountInText(String text) {
        return latest().outputTokenCount();
    }

    @Override
    public int estimateTokenCountInMessage(ChatMessage message) {
        return latest().inputTokenCount();
    }

    @Override
    public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
        return latest().inputTokenCount();
    }
}
