package dev.qwenagent.examples.cli.shell;

/** The signals that end the JVM. It runs its shutdown hooks first, and then exits with 128 and the signal's number. */
final class ProcessInterruption implements Interruption {

    @Override
    public Registration onInterrupt(Runnable action) {
        Thread hook = new Thread(action, "qwen-agent interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> remove(hook);
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already: the hook runs, and there is nothing to take back.
        }
    }
}
