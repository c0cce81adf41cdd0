package dev.qwenagent.examples.cli.shell;

import org.jspecify.annotations.Nullable;

/** A person at a terminal. */
@FunctionalInterface
public interface Keyboard {

    /**
     * Shows a text and waits for the person's line.
     *
     * @return the line; null if the person ended the input
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    @Nullable
    String ask(String text) throws InterruptedException;
}
