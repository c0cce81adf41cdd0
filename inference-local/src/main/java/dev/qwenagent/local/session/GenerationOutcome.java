package dev.qwenagent.local.session;

import java.util.List;

/**
 * What a generation came to.
 *
 * @param promptTokens tokens in the prompt
 * @param reusedTokens of those, the ones that did not have to be computed
 * @param tokens what was generated, forced tokens included, the stop token not
 * @param finishReason why it ended
 * @param forcedTokens how many of the tokens nobody chose, since nothing else could come; they cost no pass of their own
 */
public record GenerationOutcome(int promptTokens, int reusedTokens, List<Integer> tokens, FinishReason finishReason,
        int forcedTokens) {

    /** Copies the list. */
    public GenerationOutcome {
        tokens = List.copyOf(tokens);
    }

    /** The same for a reply that was found to be complete after some of the tokens. */
    public GenerationOutcome stoppedAfter(int count) {
        return new GenerationOutcome(promptTokens, reusedTokens, tokens.subList(0, count), FinishReason.STOP,
                forcedTokens);
    }
}
