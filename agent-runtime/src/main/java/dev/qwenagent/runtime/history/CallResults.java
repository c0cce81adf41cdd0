package dev.qwenagent.runtime.history;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.memory.MessageLabels;
import java.util.List;

/** What came of calls, as the messages that the model reads, and back. */
public final class CallResults {

    /** For a call that was under way when the run ended. */
    public static final ToolOutcome UNKNOWN = new ToolOutcome.Failure(
            "the run ended before this call had a result; whether it took effect is unknown");
    /** For a call that was not. */
    public static final ToolOutcome NOT_MADE = new ToolOutcome.Failure(
            "the run ended before this call, which was not made");
    /** For a call whose result nobody had judged when the run ended. */
    public static final ToolOutcome NOT_READ = new ToolOutcome.Failure(
            "the call was made, and the run ended before its result could be judged");
    /** For a call of which somebody decided that it is not made again. */
    public static final ToolOutcome LEFT = new ToolOutcome.Failure(
            "the run was interrupted while this call was under way; whether it took effect is unknown, and it was not made"
                    + " again");

    private static final String FAILED = "error: ";
    private static final String DENIED = "Denied: ";

    /** Characters by which a person still recognises a source. */
    private static final int SOURCE_LENGTH = 200;

    private CallResults() {}

    /**
     * The message with an outcome.
     *
     * @param source what the call looked at, by the name under which people know it
     */
    public static ToolExecutionResultMessage message(ToolExecutionRequest call, String source, ToolOutcome outcome) {
        var message = ToolExecutionResultMessage.builder()
                .id(call.id())
                .toolName(call.name())
                .text(outcome.textForModel())
                .isError(!(outcome instanceof ToolOutcome.Success))
                .build();
        return MessageLabels.put(message, Provenance.of(source, outcome.label()));
    }

    /** A call as a source of what it said: the tool and its arguments. */
    public static String source(ToolExecutionRequest call) {
        return OneLine.start(call.name() + " " + call.arguments(), SOURCE_LENGTH);
    }

    /**
     * What the model read.
     *
     * @param rule what decided, if the call was denied
     */
    static ToolOutcome read(ToolExecutionResultMessage message, String rule) {
        String text = message.text();
        Label label = MessageLabels.of(List.of(message)).label();
        if (!Boolean.TRUE.equals(message.isError())) {
            return new ToolOutcome.Success(text, label);
        }
        return text.startsWith(DENIED)
                ? new ToolOutcome.Denied(text.substring(DENIED.length()), rule)
                : new ToolOutcome.Failure(text.startsWith(FAILED) ? text.substring(FAILED.length()) : text, label);
    }
}
