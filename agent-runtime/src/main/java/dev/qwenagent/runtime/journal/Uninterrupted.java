package dev.qwenagent.runtime.journal;

/**
 * What must be written is written though the thread was interrupted: interruption would close the file or the connection in the
 * middle. It is put off until the end.
 */
final class Uninterrupted implements AutoCloseable {

    private boolean interrupted;

    Uninterrupted() {
        this.interrupted = Thread.interrupted();
    }

    /** Puts off an interruption that came meanwhile too. */
    void again() {
        interrupted |= Thread.interrupted();
    }

    /** Waits, whatever comes. */
    void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            interrupted = true;
        }
    }

    @Override
    public void close() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
