package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.Cancellation;
import dev.qwenagent.api.CancellationSource;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The time that one call has, which stands still while a person is asked. Thread-safe. */
final class CallDeadline implements AutoCloseable {

    private final CancellationSource call;
    private final LongSupplier nanoTime;
    private Duration left;
    private long since;
    private Cancellation.@Nullable Registration running;

    /**
     * A deadline that runs from now on.
     *
     * @param call is cancelled when the time is over
     */
    CallDeadline(Duration limit, CancellationSource call, LongSupplier nanoTime) {
        this.call = call;
        this.nanoTime = nanoTime;
        this.left = limit;
        goOn();
    }

    /** Time passes again. */
    synchronized void goOn() {
        since = nanoTime.getAsLong();
        running = call.cancelAfter(left);
    }

    /** Time stands still. */
    synchronized void stop() {
        if (running != null) {
            running.close();
            running = null;
            Duration spent = left.minusNanos(nanoTime.getAsLong() - since);
            left = spent.isPositive() ? spent : Duration.ZERO;
        }
    }

    /** The call is over. */
    @Override
    public void close() {
        stop();
    }
}
