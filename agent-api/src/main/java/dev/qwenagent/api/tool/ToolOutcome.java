package dev.qwenagent.api.tool;

import dev.qwenagent.api.label.Label;

/** What came of a call. */
public sealed interface ToolOutcome {

    /** What the model gets to read. */
    String textForModel();

    /** The tool did its work. */
    record Success(String text, Label label) implements ToolOutcome {

        /** A result that is public and trusted. */
        public static Success of(String text) {
            return new Success(text, Label.PLAIN);
        }

        @Override
        public String textForModel() {
            return text;
        }
    }

    /**
     * The call could not be made or did not work.
     *
     * @param message what went wrong and what to do instead, short, for the model; never a stack trace
     */
    record Failure(String message) implements ToolOutcome, Binding {
        @Override
        public String textForModel() {
            return "error: " + message;
        }
    }

    /**
     * The call was not permitted, and nothing was done; or, if the denial came from {@link ToolContext#authorize}, nothing
     * more from there on.
     *
     * @param reason short, for the model
     * @param rule what decided, for people and the journal
     */
    record Denied(String reason, String rule) implements ToolOutcome, Admission {
        @Override
        public String textForModel() {
            return "Denied: " + reason;
        }
    }
}
