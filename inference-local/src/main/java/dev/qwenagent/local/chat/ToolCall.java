package dev.qwenagent.local.chat;

/** A tool call as the model wrote it: one that can be made, or one that cannot. */
public sealed interface ToolCall {

    /**
     * A call that was read in full.
     *
     * @param name the tool that is called
     * @param arguments a JSON object
     * @param repaired whether small mistakes had to be mended to read it
     */
    record Complete(String name, String arguments, boolean repaired) implements ToolCall {}

    /**
     * A call that could not be read, and must not be made.
     *
     * @param error what is wrong and how to mend it, written for the model; begins with {@code error: }
     */
    record Broken(String error) implements ToolCall {

        private static final int LONGEST_REASON = 4_000;
        private static final int LONGEST_END = 400;

        /** A call of this form that must be written again; of a very long reason the middle is left out. */
        static Broken because(String reason, CallFormat format) {
            String shown = reason.length() <= LONGEST_REASON ? reason
                    : reason.substring(0, LONGEST_REASON - LONGEST_END) + " … "
                            + reason.substring(reason.length() - LONGEST_END);
            return new Broken("error: " + shown + ". It was not executed. Write the whole call again: "
                    + format.pattern());
        }
    }
}
