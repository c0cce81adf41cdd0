package dev.qwenagent.examples;

import dev.qwenagent.examples.cli.shell.Interruption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An interruption that comes when the test says so; like the process's, it comes back when all actions are done. */
final class TriggeredInterruption implements Interruption {

    private final List<Runnable> actions = new CopyOnWriteArrayList<>();

    @Override
    public Registration onInterrupt(Runnable action) {
        actions.add(action);
        return () -> actions.remove(action);
    }

    void trigger() {
        actions.forEach(Runnable::run);
    }
}
