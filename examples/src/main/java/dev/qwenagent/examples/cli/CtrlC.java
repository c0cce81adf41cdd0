package dev.qwenagent.examples.cli;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.examples.cli.shell.Interruption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a run when the person presses Ctrl-C, and keeps the process until the run has told its end. Thread-safe.
 */
final class CtrlC implements AutoCloseable {

    /** A run ends at once; this is for the worst that can happen to it. */
    private static final int PATIENCE_SECONDS = 5;

    private final Runnable withoutRun;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Interruption.Registration registration;
    private @Nullable Agent agent;
    private boolean interrupted;

    /**
     * Listens for Ctrl-C until it is closed.
     *
     * @param withoutRun what to do if it comes while there is no agent to end
     */
    CtrlC(Interruption interruption, Runnable withoutRun) {
        this.withoutRun = withoutRun;
        this.registration = interruption.onInterrupt(this::interrupt);
    }

    /** From now on the agent's run is what ends. */
    synchronized void ends(Agent newAgent) {
        agent = newAgent;
    }

    /** To be told the agent's events: a Ctrl-C that came before the run counts for it. */
    void onEvent(AgentEvent event) {
        if (event instanceof AgentEvent.RunStarted) {
            Agent begun;
            synchronized (this) {
                begun = interrupted ? agent : null;
            }
            if (begun != null) {
                begun.cancel();
            }
        }
    }

    private void interrupt() {
        Agent running;
        synchronized (this) {
            interrupted = true;
            running = agent;
        }
        if (running == null) {
            withoutRun.run();
            return;
        }
        running.cancel();
        try {
            over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        registration.close();
    }
}
