package dev.qwenagent.runtime.remote;

import dev.langchain4j.model.chat.response.StreamingHandle;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The handle that a handler gets: one for the whole call, however many requests it takes. Cancelling ends the request under
 * way, or the pause before the next one, at once. Thread-safe.
 */
final class CallInProgress implements StreamingHandle {

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private volatile @Nullable EventStream stream;

    /** From now on cancelling ends this stream. */
    void follow(EventStream next) {
        stream = next;
        if (isCancelled()) {
            next.cancel();
        }
    }

    @Override
    public void cancel() {
        cancelled.countDown();
        EventStream current = stream;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    /** Waits, at most until cancelled. */
    void pause(Duration pause) throws InterruptedException {
        cancelled.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }
}
