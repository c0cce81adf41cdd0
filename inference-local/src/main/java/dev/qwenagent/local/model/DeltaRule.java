package dev.qwenagent.local.model;

/** A way to compute the gated delta rule over the tokens of a batch. */
sealed interface DeltaRule permits DeltaRecurrence, DeltaChunk {

    /**
     * Takes tokens into the memory and reads what it answers to their queries.
     *
     * @param scratch has unit keys, scaled queries and values in {@code channels}, the logarithms of the decays in
     *        {@code decays}, and {@code writeStrengths}; receives the answers in {@code outputs}
     * @param state its memory has taken in all tokens before the first, and afterwards these as well
     * @param first index of the first token in the batch
     * @param count how many tokens
     */
    void apply(DeltaNetScratch scratch, RecurrentState state, int first, int count);
}
