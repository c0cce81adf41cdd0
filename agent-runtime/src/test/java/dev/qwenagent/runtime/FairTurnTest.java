package dev.qwenagent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.CancellationSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FairTurnTest {

    private final FairTurn turn = new FairTurn();
    private final CancellationSource never = new CancellationSource();
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    private Thread waiting(String name, CancellationSource cancellation) throws InterruptedException {
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                boolean has = turn.take(cancellation);
                order.add(name + (has ? " has it" : " gave up"));
                if (has) {
                    turn.handOn();
                }
            } catch (InterruptedException e) {
                order.add(name + " was interrupted");
            }
        });
        while (thread.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        return thread;
    }

    @Test
    void turnGoesToThemInTheOrderInWhichTheyCame() throws Exception {
        assertThat(turn.take(never)).isTrue();
        assertThat(turn.isMine()).isTrue();
        Thread first = waiting("first", never);
        Thread second = waiting("second", never);
        turn.handOn();
        assertThat(turn.isMine()).isFalse();
        first.join();
        second.join();
        assertThat(order).containsExactly("first has it", "second has it");
    }

    @Test
    void whoIsCancelledOrInterruptedIsPassedOver() throws Exception {
        var cancellation = new CancellationSource();
        turn.take(never);
        Thread first = waiting("first", cancellation);
        Thread second = waiting("second", never);
        Thread third = waiting("third", never);
        cancellation.cancel();
        first.join();
        second.interrupt();
        second.join();
        turn.handOn();
        third.join();
        assertThat(order).containsExactly("first gave up", "second was interrupted", "third has it");
        assertThat(turn.take(never)).isTrue();
    }

    @Test
    void manyThatGiveUpAtAnyMomentNeverHoldTheTurnTogetherOrLoseIt() throws Exception {
        var holders = new AtomicInteger();
        var together = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            var cancellation = new CancellationSource();
            Thread thread = Thread.startVirtualThread(() -> {
                try {
                    if (turn.take(cancellation)) {
                        together.accumulateAndGet(holders.incrementAndGet(), Math::max);
                        Thread.yield();
                        holders.decrementAndGet();
                        turn.handOn();
                    }
                } catch (InterruptedException e) {
                    order.add("interrupted");
                }
            });
            threads.add(thread);
            switch (i % 3) {
                case 0 -> threads.add(Thread.startVirtualThread(cancellation::cancel));
                case 1 -> threads.add(Thread.startVirtualThread(thread::interrupt));
                default -> Thread.yield();
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(together).hasValue(1);
        assertThat(turn.take(never)).isTrue();
    }
}
