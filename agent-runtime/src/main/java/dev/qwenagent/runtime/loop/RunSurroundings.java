package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.event.AgentListener;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.api.tool.ApprovalTerms;
import dev.qwenagent.api.tool.PermissionGate;
import dev.qwenagent.api.tool.PermissionListener;
import dev.qwenagent.api.tool.PermissionPolicy;
import dev.qwenagent.runtime.telemetry.RunTelemetry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What one run gets from outside: its name, who listens, where it is written down, how it is ended, and time and chance.
 *
 * @param runId the run's id
 * @param conversation the conversation it belongs to; null for none
 * @param origin by which words the program that runs it can build the agent again; empty if it can not
 * @param listeners who hears its events
 * @param journal where it is written down
 * @param cancellation ends it
 * @param telemetry how it is told to OpenTelemetry
 * @param world time and chance
 */
public record RunSurroundings(
        String runId,
        @Nullable String conversation,
        List<String> origin,
        List<AgentListener> listeners,
        RunWriter journal,
        CancellationSource cancellation,
        RunTelemetry telemetry,
        World world) {

    /**
     * Time and chance, passed in so that tests decide on them.
     *
     * @param clock the time of day, for the journal
     * @param nanoTime a steady time, for limits
     * @param random chance, for pauses
     */
    public record World(InstantSource clock, LongSupplier nanoTime, RandomGenerator random) {
        /** The machine's own. */
        public static World real() {
            return new World(InstantSource.system(), System::nanoTime, RandomGenerator.getDefault());
        }
    }

    public RunSurroundings {
        listeners = List.copyOf(listeners);
        origin = List.copyOf(origin);
    }

    InstantSource clock() {
        return world.clock();
    }

    LongSupplier nanoTime() {
        return world.nanoTime();
    }

    RandomGenerator random() {
        return world.random();
    }

    PermissionGate gate(PermissionPolicy policy, ApprovalTerms terms, PermissionListener listener) {
        return new PermissionGate(runId, policy.forRun(), terms, listener);
    }
}
