package dev.qwenagent.api.tool;

/**
 * Decides, when a run is resumed, what is done about a call of unknown outcome whose tool is not
 * {@linkplain Tool#isIdempotent() idempotent}: a person who looks whether the mail was sent, or a policy. Thread-safe.
 */
@FunctionalInterface
public interface OutcomeResolver {

    /** Nobody can say: the run is put down until somebody can. */
    OutcomeResolver NOBODY = call -> Answer.HALT;

    /** What is to be done about a call. */
    enum Answer {
        /** It had no effect, or may have it twice: it is made again, once. */
        REPEAT,
        /** It is not made again; the model reads that its outcome is unknown. */
        LEAVE,
        /** Nobody can say yet: the run is put down, and the question is asked again when it is resumed. */
        HALT
    }

    /**
     * Decides on one call. The answer is written down before anything is done.
     *
     * @throws InterruptedException if the run is cancelled while it waits
     */
    Answer resolve(UnknownOutcome call) throws InterruptedException;
}
