package dev.qwenagent.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.runtime.loop.RunSurroundings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunIdsTest {

    private static final Instant BEGUN = Instant.parse("2026-01-01T10:15:00.9Z");

    private static List<String> drawn(RunSurroundings.World world, int ids) {
        return IntStream.range(0, ids).mapToObj(_ -> RunIds.of(BEGUN, world.random())).toList();
    }

    @Test
    void anIdBeginsWithTheSecondInUtcAndHasTwelveDigitsOfChance() {
        assertThat(RunIds.of(BEGUN, () -> 0xf00d_0000_0000_002aL)).isEqualTo("20260101-101500-00000000002a");
        assertThat(RunIds.of(BEGUN, () -> -1)).isEqualTo("20260101-101500-ffffffffffff");
    }

    @Test
    void threadsThatDrawAtOnceFromTheMachinesChanceGetDifferentIds() throws Exception {
        int threads = 8;
        int each = 20_000;
        var world = RunSurroundings.World.real();
        var start = new CountDownLatch(1);
        List<String> all = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            List<Future<List<String>>> drawn = IntStream.range(0, threads).mapToObj(_ -> pool.submit(() -> {
                start.await();
                return drawn(world, each);
            })).toList();
            start.countDown();
            for (Future<List<String>> some : drawn) {
                all.addAll(some.get());
            }
        }
        assertThat(all).hasSize(threads * each).doesNotHaveDuplicates();
    }
}
