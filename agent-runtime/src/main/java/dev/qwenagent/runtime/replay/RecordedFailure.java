package dev.qwenagent.runtime.replay;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.NonRetriableException;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.runtime.retry.LaterException;
import java.time.Duration;

/** A recorded failure of a request, as an exception of the same kind that asks for the same pause. */
final class RecordedFailure {

    /** What no retry policy waits for: the failure that was not tried again is not tried again. */
    private static final Duration NEVER = Duration.ofDays(10_000);

    private RecordedFailure() {}

    static LangChain4jException of(JournalEntry.ModelFailed failure) {
        Duration pause = failure.pause() == null ? NEVER : failure.pause();
        return switch (failure.kind()) {
            case RETRIABLE -> new LaterException.Broken(failure.problem(), pause);
            case RATE_LIMIT -> new LaterException.Limited(failure.problem(), pause);
            case FINAL -> new NonRetriableException(failure.problem());
        };
    }
}
