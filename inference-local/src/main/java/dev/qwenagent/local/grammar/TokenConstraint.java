package dev.qwenagent.local.grammar;

import dev.qwenagent.local.sampling.TokenMask;

/**
 * Says which tokens may come next in a generation. Asked in this order for each token: {@link #forced}, and if nothing is,
 * {@link #mask} and, of the token chosen, {@link #ending}; then {@link #accept} of every token that is made. For one
 * generation; not thread-safe.
 */
public interface TokenConstraint {

    /** How many tokens it takes at least to come to an end; 0 where it may end, or where nothing is asked. */
    int needed();

    /**
     * Tokens that must come next, since nothing else may; none if there is a choice.
     *
     * @param left how many tokens may still be made
     */
    int[] forced(int left);

    /** The tokens of which one may come next; {@link TokenMask#ALL} if any. */
    TokenMask mask();

    /**
     * The tokens that must come in place of a chosen one, up to the end, if after that one the tokens left would not be
     * enough to come to it; none if they are, or if what is written may be cut.
     *
     * @param token one that the mask allows
     * @param left how many tokens may still be made, that one included
     */
    int[] ending(int token, int left);

    /** A token was made. */
    void accept(int token);

    /** Whether nothing more may come, so that the generation has ended. */
    boolean isOver();

    /** One that allows everything. */
    static TokenConstraint none() {
        return Unconstrained.INSTANCE;
    }
}
