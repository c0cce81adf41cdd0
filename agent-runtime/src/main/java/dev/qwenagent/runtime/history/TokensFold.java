package dev.qwenagent.runtime.history;

import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RequestDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tokens of a run's requests. Not thread-safe. */
final class TokensFold {

    private record Used(JournalEntry.ModelAsked request, TokenUsage usage) {}

    private final List<Used> used = new ArrayList<>();
    private JournalEntry.@Nullable ModelAsked asked;

    void add(JournalEntry entry) {
        switch (entry) {
            case JournalEntry.ModelAsked request -> asked = request;
            case JournalEntry.ModelReplied reply when asked != null -> used.add(new Used(asked, reply.usage()));
            case JournalEntry.ModelCut cut when asked != null -> {
                // A reply that came whole before a guardrail objected to it is one request, not two.
                used.removeIf(earlier -> earlier.request() == asked);
                used.add(new Used(asked, cut.usage()));
            }
            default -> {
                // No request.
            }
        }
    }

    /** What the last request asked; null if there was none. */
    @Nullable
    RequestDigest lastRequest() {
        return asked == null ? null : asked.request();
    }

    Map<String, TokenUsage> byModel() {
        Map<String, TokenUsage> sums = new LinkedHashMap<>();
        used.forEach(one -> sums.merge(one.request().model(), one.usage(), TokenUsage::add));
        return sums;
    }
}
