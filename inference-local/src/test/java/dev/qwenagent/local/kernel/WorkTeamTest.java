package dev.qwenagent.local.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkTeamTest {

    @Test
    void everyPieceIsDoneOnceAndAllAreDoneOnReturn() {
        try (WorkTeam team = new WorkTeam(4)) {
            for (int round = 0; round < 2000; round++) {
                int pieces = round % 23;
                AtomicIntegerArray done = new AtomicIntegerArray(23);
                team.run((_, piece) -> done.incrementAndGet(piece), pieces);
                for (int i = 0; i < 23; i++) {
                    assertThat(done.get(i)).isEqualTo(i < pieces ? 1 : 0);
                }
            }
        }
    }

    @Test
    void noTwoAtATimeHaveTheSameNumber() {
        try (WorkTeam team = new WorkTeam(4)) {
            AtomicIntegerArray inside = new AtomicIntegerArray(4);
            AtomicInteger clashes = new AtomicInteger();
            team.run((member, _) -> {
                if (inside.incrementAndGet(member) > 1) {
                    clashes.incrementAndGet();
                }
                Thread.yield();
                inside.decrementAndGet(member);
            }, 5000);
            assertThat(clashes).hasValue(0);
        }
    }

    @Test
    void helpersTakePart() {
        try (WorkTeam team = new WorkTeam(2)) {
            CountDownLatch both = new CountDownLatch(2);
            team.run((_, _) -> {
                both.countDown();
                await(both);
            }, 2);
            assertThat(both.getCount()).isZero();
        }
    }

    @Test
    void helpersWithoutWorkArePutToSleep() {
        try (WorkTeam team = new WorkTeam(3)) {
            Set<Thread> members = ConcurrentHashMap.newKeySet();
            CountDownLatch all = new CountDownLatch(3);
            team.run((_, _) -> {
                members.add(Thread.currentThread());
                all.countDown();
                await(all);
            }, 3);
            members.remove(Thread.currentThread());
            assertThat(members).hasSize(2);
            while (members.stream().anyMatch(member -> member.getState() != Thread.State.WAITING)) {
                Thread.yield(); // a helper that spins for ever runs into the time limit
            }
        }
    }

    @Test
    void whoFindsTheTeamAtWorkDoesHisPiecesAlone() throws Exception {
        try (WorkTeam team = new WorkTeam(2); ExecutorService callers = Executors.newFixedThreadPool(4)) {
            Callable<Integer> caller = () -> {
                AtomicInteger done = new AtomicInteger();
                for (int round = 0; round < 500; round++) {
                    team.run((_, _) -> done.incrementAndGet(), 10);
                }
                return done.get();
            };
            for (Future<Integer> done : callers.invokeAll(IntStream.range(0, 4).mapToObj(_ -> caller).toList())) {
                assertThat(done.get()).isEqualTo(5000);
            }
        }
    }

    @Test
    void whatAPieceThrowsReachesTheCallerAndTheTeamGoesOn() {
        try (WorkTeam team = new WorkTeam(2)) {
            IllegalArgumentException thrown = new IllegalArgumentException("piece 3");
            assertThatThrownBy(() -> team.run((_, piece) -> {
                if (piece == 3) {
                    throw thrown;
                }
            }, 8)).isSameAs(thrown);
            AtomicInteger done = new AtomicInteger();
            team.run((_, _) -> done.incrementAndGet(), 8);
            assertThat(done).hasValue(8);
        }
    }

    @Test
    void aClosedTeamLeavesTheWorkToItsCaller() {
        WorkTeam team = new WorkTeam(3);
        team.close();
        team.close();
        AtomicInteger done = new AtomicInteger();
        Thread caller = Thread.currentThread();
        team.run((_, _) -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            done.incrementAndGet();
        }, 8);
        assertThat(done).hasValue(8);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for the other member", e);
        }
    }
}
