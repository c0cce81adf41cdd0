package dev.qwenagent.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.RunTakenException;
import dev.qwenagent.api.journal.RunWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two workers, each with a journal of its own over one place, go for the same run at the same time. */
class TwoWorkersTest {

    private static final int ROUNDS = "full".equals(System.getProperty("qwenagent.tests")) ? 200 : 12;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void runIsNeverInTwoHands(JournalPlace place) throws Exception {
        String where = place.in(folder);
        var holders = new AtomicInteger();
        var barrier = new CyclicBarrier(2);
        try (var ana = Journals.open(where, JournalSettings.plain());
                var ben = Journals.open(where, JournalSettings.plain());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            JournalSamples.write(ana, List.of(JournalSamples.began("r")));
            int written = 0;
            for (int round = 1; round <= ROUNDS; round++) {
                var call = JournalSamples.call("r", new CallPlace(round, 1), "{}");
                List<Future<Boolean>> both = new ArrayList<>();
                for (RunArchive worker : List.of(ana, ben)) {
                    both.add(threads.submit(() -> {
                        barrier.await();
                        try (RunWriter writer = worker.claim("r")) {
                            assertThat(holders.incrementAndGet()).isEqualTo(1);
                            writer.append(call);
                            holders.decrementAndGet();
                            return true;
                        } catch (RunTakenException e) {
                            return false;
                        }
                    }));
                }
                for (Future<Boolean> one : both) {
                    written += one.get() ? 1 : 0;
                }
            }
            assertThat(written).isBetween(ROUNDS, 2 * ROUNDS);
            assertThat(ana.read("r")).hasSize(written + 1);
            assertThat(ben.verify("r").isSound()).isTrue();
        }
    }
}
