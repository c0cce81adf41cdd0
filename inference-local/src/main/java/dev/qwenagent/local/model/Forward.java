package dev.qwenagent.local.model;

/** Computes a model: takes in tokens, changes a sequence's state, gives scores for what may follow. Thread-safe. */
public interface Forward {

    /**
     * Takes in the tokens of a batch after those that the state has seen.
     *
     * @param batch the tokens; ids are below the vocabulary's size
     * @param state the sequence, which afterwards has seen them too
     * @param logits (rows, vocabulary): receives the scores after each of the last {@code logits.length} tokens of the
     *        batch; none are computed when it is empty
     * @throws java.util.concurrent.CancellationException if the batch's cancellation was requested; the state is then
     *         unusable until it is cleared or restored
     */
    void forward(Batch batch, ModelState state, float[][] logits);
}
