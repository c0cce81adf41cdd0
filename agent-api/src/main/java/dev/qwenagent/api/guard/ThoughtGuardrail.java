package dev.qwenagent.api.guard;

/**
 * A guardrail that watches a thought while it is being thought, and can end the generation in its middle. It sees the whole
 * thought once more in {@link #beforeAction}. Thread-safe, as {@link Guardrail} says.
 */
public interface ThoughtGuardrail extends Guardrail {

    /**
     * Judges a thought that is not yet complete, each time that a piece has been added to it and before the piece is told. All
     * verdicts but {@link GuardVerdict.Pass} end the generation at once; what happens then is up to the verdict. If a person
     * is asked and says yes, the model is asked again, and this guardrail lets its next thought pass.
     *
     * @param thought what has been thought so far
     */
    GuardVerdict<Void> onThinking(RunSoFar run, String thought);
}
