package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.event.AgentListener;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.api.tool.ApprovalTerms;
import dev.qwenagent.api.tool.EarlierApprovals;
import dev.qwenagent.api.tool.PermissionGate;
import dev.qwenagent.api.tool.PermissionListener;
import dev.qwenagent.api.tool.PermissionPolicy;
import dev.qwenagent.runtime.telemetry.RunTelemetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What one run gets from outside: its name, who listens, where it is written down, how it is ended, and time and chance.
 *
 * @param runId the run's id
 * @param listeners who hears its events
 * @param journal where it is written down
 * @param cancellation ends it
 * @param telemetry how it is told to OpenTelemetry
 * @param world time and chance
 */
public record RunSurroundings(
        String runId,
        List<AgentListener> listeners,
        RunWriter journal,
        CancellationSource cancellation,
        RunTelemetry telemetry,
        World world) {

    /**
     * Time and chance, passed in so that tests decide on them. All runs of an agent share them: each is thread-safe.
     *
     * @param clock the time of day, for the journal
     * @param nanoTime a steady time, for limits
     * @param random chance, for the ids of runs and for pauses
     * @param timer what waits
     */
    public record World(InstantSource clock, LongSupplier nanoTime, RandomGenerator random, Timer timer) {
        /** Time and chance, with real waits. */
        public World(InstantSource clock, LongSupplier nanoTime, RandomGenerator random) {
            this(clock, nanoTime, random, Timer.REAL);
        }

        /** The machine's own. */
        public static World real() {
            // The default generator would give threads that meet in it the same number.
            return new World(InstantSource.system(), System::nanoTime, () -> ThreadLocalRandom.current().nextLong());
        }
    }

    /** How a run waits; passed in so that a run can be repeated without waiting. Thread-safe. */
    public interface Timer {

        /** Longer than any process runs. */
        Duration ENDLESS = CancellableStep.ENDLESS;

        /** Waits as long as it says. */
        Timer REAL = new Timer() {
            @Override
            public void pause(Duration time) throws InterruptedException {
                Thread.sleep(time);
            }

            @Override
            public Duration limit(CancellationSource work, Duration time) {
                return time;
            }
        };

        /**
         * Waits that long.
         *
         * @throws InterruptedException if the thread is interrupted meanwhile
         */
        void pause(Duration time) throws InterruptedException;

        /**
         * Work begins that may take so long.
         *
         * @return how long who waits for it really waits before they cancel it; {@link #ENDLESS} if this cancels it
         */
        Duration limit(CancellationSource work, Duration time);
    }

    public RunSurroundings {
        listeners = List.copyOf(listeners);
    }

    InstantSource clock() {
        return world.clock();
    }

    LongSupplier nanoTime() {
        return world.nanoTime();
    }

    Timer timer() {
        return world.timer();
    }

    PermissionGate gate(PermissionPolicy policy, ApprovalTerms terms, PermissionListener listener,
            EarlierApprovals earlier) {
        return new PermissionGate(runId, policy.forRun(), terms, listener, earlier);
    }
}
