package dev.qwenagent.api.guard;

/** A guardrail's judgement. */
public sealed interface GuardVerdict {

    /** Lets pass. */
    GuardVerdict PASS = new Pass();

    /** Lets pass. */
    record Pass() implements GuardVerdict {}

    /**
     * Does not let pass, and sends the model back with a note: no call is made, the answer is not given, the result is
     * withheld and the note stands in its place. On input it stops the run.
     */
    record Rethink(String note) implements GuardVerdict {}

    /** Lets pass only if a person says so; otherwise as {@link Rethink} with a note that a person said no. */
    record Ask(String question) implements GuardVerdict {}

    /** Ends the run. */
    record Stop(String reason) implements GuardVerdict {}
}
