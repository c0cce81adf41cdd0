package dev.qwenagent.api.guard;

import java.util.Objects;

/**
 * A guardrail's judgement of something. Immutable.
 *
 * <p>Where several guardrails judge, the strictest verdict wins. From the mildest: {@link Pass}, {@link Amend}, {@link Ask},
 * {@link Reconsider}, {@link Stop}. Asking is milder than sending back, because a person's yes to one guardrail's question must
 * not carry what another refuses; nobody is asked when the answer would change nothing. Amendments add up: each guardrail
 * judges what those before it made of the thing, and judges again what others made of it later, so that what passes has been
 * judged in the form in which it passes by every guardrail. Amendments that do not settle are a {@link Stop}.
 *
 * @param <T> what is judged; {@code Void} for what cannot be amended, since {@code Void} has no value
 */
public sealed interface GuardVerdict<T> {

    /** Lets pass. */
    record Pass<T>() implements GuardVerdict<T> {}

    /**
     * Lets pass in another form.
     *
     * @param replacement what takes its place
     * @param reason for people
     */
    record Amend<T>(T replacement, String reason) implements GuardVerdict<T> {
        /** Refuses an amendment without a replacement. */
        public Amend {
            Objects.requireNonNull(replacement, "an amendment has a replacement");
        }
    }

    /**
     * Lets pass only if a person says so, through the agent's approver; otherwise as {@link Reconsider} with the note that a
     * person said no.
     */
    record Ask<T>(String question) implements GuardVerdict<T> {}

    /**
     * Does not let pass, and sends the model back: no call is made, the answer is not given, the result is withheld and the
     * reason stands in its place. On input it ends the run, since there is nothing to think about yet.
     *
     * @param reason what was wrong and what to do instead, written for the model
     */
    record Reconsider<T>(String reason) implements GuardVerdict<T> {}

    /**
     * Ends the run.
     *
     * @param reason for people
     */
    record Stop<T>(String reason) implements GuardVerdict<T> {}

    /** See {@link Pass}. */
    static <T> GuardVerdict<T> pass() {
        return new Pass<>();
    }

    /** See {@link Amend}. */
    static <T> GuardVerdict<T> amend(T replacement, String reason) {
        return new Amend<>(replacement, reason);
    }

    /** See {@link Ask}. */
    static <T> GuardVerdict<T> ask(String question) {
        return new Ask<>(question);
    }

    /** See {@link Reconsider}. */
    static <T> GuardVerdict<T> reconsider(String reason) {
        return new Reconsider<>(reason);
    }

    /** See {@link Stop}. */
    static <T> GuardVerdict<T> stop(String reason) {
        return new Stop<>(reason);
    }
}
