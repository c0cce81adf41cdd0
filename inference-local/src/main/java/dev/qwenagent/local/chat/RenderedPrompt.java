package dev.qwenagent.local.chat;

/**
 * A prompt as the model reads it.
 *
 * @param text the whole text
 * @param opensThought whether it ends inside a thought, so that what the model writes begins in the middle of it
 */
public record RenderedPrompt(String text, boolean opensThought) {

    static RenderedPrompt of(String text) {
        return new RenderedPrompt(text, text.stripTrailing().endsWith(ThinkingSplitter.OPENING));
    }

    /** Whether it ends behind a thought that is closed already, so that the model is to answer at once. */
    boolean closesThought() {
        return text.stripTrailing().endsWith(ThinkingSplitter.CLOSING);
    }
}
