package dev.qwenagent.api.tool;

import dev.qwenagent.api.label.Label;

/** What came of a call. */
public sealed interface ToolOutcome {

    /** What the model gets to read. */
    String textForModel();

    /** What is known of that text. */
    Label label();

    /** The same outcome, its text known to be at least this confidential and untrusted; a denial is the gate's own words. */
    default ToolOutcome joined(Label more) {
        Label joined = label().join(more);
        return joined.equals(label()) ? this : switch (this) {
            case Success success -> new Success(success.text(), joined);
            case Failure failure -> new Failure(failure.message(), joined);
            case Denied denied -> denied;
        };
    }

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
     * @param label what is known of the message, which may quote what the tool had read
     */
    record Failure(String message, Label label) implements ToolOutcome, Binding {

        /** A failure in words that are public and trusted. */
        public Failure(String message) {
            this(message, Label.PLAIN);
        }

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

        @Override
        public Label label() {
            return Label.PLAIN;
        }
    }
}
