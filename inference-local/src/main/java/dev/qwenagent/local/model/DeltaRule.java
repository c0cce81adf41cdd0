package dev.qwenagent.local.model;

/** A way to compute the gated delta rule over the tokens of a batch. */
sealed interface DeltaRule permits DeltaRecurrence, DeltaChunk {

    /**
     * Takes tokens into the memory of a key head's value heads and reads what it answers to their queries.
     *
     * @param scratch has unit keys, scaled queries and values in {@code channels}, the logarithms of the decays in
     *        {@code decays}, and {@code writeStrengths}; receives the answers in {@code outputs}
     * @param own which key head, and room to compute it
     * @param state its memory has taken in all tokens before the first, and afterwards these as well
     * @param first index of the first token in the batch
     * @param count how many tokens
     */
    void apply(DeltaNetScratch scratch, DeltaHead own, RecurrentState state, int first, int count);
}
