package dev.qwenagent.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeadlinesTest {

    private final BlockingQueue<String> came = new LinkedBlockingQueue<>();

    private String next() throws InterruptedException {
        return came.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void eachComesInItsTimeInWhateverOrderTheyAreSet() throws Exception {
        var never = Deadlines.after(Duration.ofHours(1), () -> came.add("never"));
        Deadlines.after(Duration.ofMillis(300), () -> came.add("third"));
        Deadlines.after(Duration.ofMillis(150), () -> came.add("second"));
        Deadlines.after(Duration.ZERO, () -> came.add("first"));
        assertThat(List.of(next(), next(), next())).containsExactly("first", "second", "third");
        never.close();
    }

    @Test
    void oneThatIsDroppedDoesNotCome() throws Exception {
        List<Cancellation.Registration> dropped = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            dropped.add(Deadlines.after(Duration.ofMillis(500), () -> came.add("dropped")));
        }
        dropped.forEach(Cancellation.Registration::close);
        Deadlines.after(Duration.ofMillis(600), () -> came.add("last"));
        assertThat(next()).isEqualTo("last");
    }

    @Test
    void whatTakesLongAtOneKeepsNoOtherFromBeingOnTime() throws Exception {
        var release = new CountDownLatch(1);
        Deadlines.after(Duration.ofMillis(1), () -> {
            try {
                release.await();
                came.add("long");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Deadlines.after(Duration.ofMillis(20), () -> came.add("short"));
        assertThat(next()).isEqualTo("short");
        release.countDown();
        assertThat(next()).isEqualTo("long");
    }
}
