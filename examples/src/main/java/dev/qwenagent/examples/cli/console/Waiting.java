package dev.qwenagent.examples.cli.console;

import java.time.Duration;

/**
 * Something that may take long. After a second a terminal shows what it is, as a passing line that counts the seconds.
 * Thread-safe.
 */
public final class Waiting implements AutoCloseable {

    private static final Duration STEP = Duration.ofSeconds(1);

    private final Screen screen;
    private final Thread timer;
    private boolean over;

    private Waiting(Screen screen, String label, String what) {
        this.screen = screen;
        this.timer = Thread.ofVirtual().name("qwen-agent waiting").unstarted(() -> count(label, what));
    }

    /** Begins to wait. */
    public static Waiting on(Screen screen, String label, String what) {
        Waiting waiting = new Waiting(screen, label, what);
        waiting.timer.start();
        return waiting;
    }

    private void count(String label, String what) {
        try {
            for (int seconds = 1;; seconds++) {
                Thread.sleep(STEP);
                tell(label, what, seconds);
            }
        } catch (InterruptedException e) {
            // The wait is over, and so is this thread.
        }
    }

    private synchronized void tell(String label, String what, int seconds) {
        if (!over) {
            screen.passing(label, what + ", " + seconds + " s");
        }
    }

    /** Ends the wait. */
    @Override
    public synchronized void close() {
        over = true;
        timer.interrupt();
        screen.wipe();
    }
}
