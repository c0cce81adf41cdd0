package dev.qwenagent.local.grammar;

import org.jspecify.annotations.Nullable;

/**
 * A text that is being written, up to some place in it. Immutable; two at the same place of the same text are equal. From
 * every place there is a way to an end.
 */
sealed interface Terminal extends Symbol permits Literal, TextTerminal, KeyTerminal {

    /** No single byte. */
    int SEVERAL = -1;

    /** The place behind a byte (0 to 255), or null if it must not come. */
    @Nullable
    Terminal next(int value);

    /** Whether the text may end here. */
    boolean mayEnd();

    /** Whether the text may go on from here. */
    boolean mayGoOn();

    /** The only byte that may come, or {@link #SEVERAL}. Only for a text that may not end here. */
    int onlyByte();

    /** What follows, once the text ends here. */
    default @Nullable Stack followed(@Nullable Stack below) {
        return below;
    }
}
