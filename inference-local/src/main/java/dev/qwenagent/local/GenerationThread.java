package dev.qwenagent.local;

import dev.qwenagent.local.session.GenerationOutcome;
import dev.qwenagent.local.session.GenerationRequest;
import dev.qwenagent.local.session.InferenceSession;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that a model computes on. Requests of any number of threads wait for one another; what is generated goes
 * to a queue, so that no code of a caller ever runs here.
 */
final class GenerationThread implements AutoCloseable {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** What comes out of a generation, in order; the last one is {@link Ended} or {@link Failed}. */
    sealed interface Progress {

        record Token(int id) implements Progress {}

        record Ended(GenerationOutcome outcome) implements Progress {}

        record Failed(RuntimeException cause) implements Progress {}
    }

    /** A generation that goes on elsewhere; {@link #cancel} ends it within a token. */
    static final class Generation {

        private final BlockingQueue<Progress> progress = new LinkedBlockingQueue<>();
        private volatile boolean cancelled;
        private volatile boolean complete;

        /** Waits for what comes next. */
        Progress take() throws InterruptedException {
            return progress.take();
        }

        void cancel() {
            cancelled = true;
        }

        /** The reply is complete: ends the generation within a token, as its own end. */
        void complete() {
            complete = true;
        }

        boolean isCancelled() {
            return cancelled;
        }
    }

    private final InferenceSession session;
    private final ExecutorService executor;
    private volatile boolean closing;

    GenerationThread(InferenceSession session) {
        this.session = session;
        this.executor = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("qwen-agent-generation").factory());
    }

    int contextLength() {
        return session.contextLength();
    }

    /**
     * Begins a generation as soon as the thread is free.
     *
     * @throws IllegalStateException if the model is closed
     */
    Generation start(GenerationRequest.Builder request) {
        Generation generation = new Generation();
        request.listener(token -> generation.progress.add(new Progress.Token(token)))
                .cancellation(() -> generation.cancelled || generation.complete || closing);
        try {
            executor.execute(() -> generation.progress.add(run(request.build())));
        } catch (RejectedExecutionException closed) {
            throw new IllegalStateException("the model is closed; open it again", closed);
        }
        return generation;
    }

    private Progress run(GenerationRequest request) {
        try {
            return new Progress.Ended(session.generate(request));
        } catch (RuntimeException failed) {
            return new Progress.Failed(failed);
        } catch (Error failed) {
            return new Progress.Failed(new LocalModelException("the generation failed: " + failed, failed));
        }
    }

    /** Cancels what is running, waits for it to end, and closes the session. */
    @Override
    public void close() {
        closing = true;
        executor.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = executor.awaitTermination(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        session.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
