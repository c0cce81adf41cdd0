package dev.qwenagent.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.RunCancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CancellationTest {

    private final CancellationSource cancellation = new CancellationSource();

    @Test
    void workThatHasNotBegunIsNotBegunAfterTheCancellation() throws Exception {
        var busy = new CountDownLatch(1);
        List<Thread> carriers = occupyAllCarriers(busy);
        var hasWorked = new AtomicBoolean();
        var ending = new CompletableFuture<Throwable>();
        var step = new CancellableStep(cancellation, () -> {});
        Thread caller = Thread.ofPlatform().start(() -> {
            try {
                step.run("work", () -> {
                    hasWorked.set(true);
                    return "done";
                });
                ending.complete(null);
            } catch (RuntimeException e) {
                ending.complete(e);
            }
        });
        while (caller.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        cancellation.cancel();
        assertThat(ending.get(20, TimeUnit.SECONDS)).isInstanceOf(RunCancelledException.class);
        busy.countDown();
        for (Thread carrier : carriers) {
            carrier.join();
        }
        Thread.ofVirtual().start(() -> {}).join();
        assertThat(hasWorked).isFalse();
    }

    /** Virtual threads that hold every carrier, so that no other one begins until the latch is open. */
    private static List<Thread> occupyAllCarriers(CountDownLatch until) throws InterruptedException {
        int carriers = Runtime.getRuntime().availableProcessors();
        var running = new CountDownLatch(carriers);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < carriers; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                running.countDown();
                while (until.getCount() > 0) {
                    Thread.onSpinWait();
                }
            }));
        }
        running.await();
        return threads;
    }

    @Test
    void workThatSaysFirstThatItWasCancelledIsCancelledAndHasNotFailed() throws Exception {
        var worker = new CompletableFuture<Thread>();
        var stop = new CountDownLatch(1);
        cancellation.onCancel(() -> {
            stop.countDown();
            worker.thenAccept(CancellationTest::join);
        });
        var ending = new CompletableFuture<Throwable>();
        Thread.ofPlatform().start(() -> {
            try {
                ending.complete(new AssertionError(new CancellableStep(cancellation, () -> {}).run("work", () -> {
                    worker.complete(Thread.currentThread());
                    stop.await();
                    throw new CancellationException("by itself");
                })));
            } catch (RuntimeException e) {
                ending.complete(e);
            }
        });
        worker.get(20, TimeUnit.SECONDS);
        cancellation.cancel();
        assertThat(ending.get(20, TimeUnit.SECONDS)).isInstanceOf(RunCancelledException.class);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void cancelledStepIsNotBegun() {
        cancellation.cancel();
        assertThatThrownBy(() -> new CancellableStep(cancellation, () -> {}).run("work", () -> "done"))
                .isInstanceOf(RunCancelledException.class);
    }
}
