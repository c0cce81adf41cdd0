package dev.qwenagent.api.tool;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.journal.CallPlace;
import java.time.Instant;

/**
 * A call that was begun and of which no result was written down: the process died, or the run was cancelled, while it was under
 * way. Immutable.
 *
 * @param runId the run
 * @param place where in the run
 * @param call what was called
 * @param began when it was begun last
 */
public record UnknownOutcome(String runId, CallPlace place, ToolExecutionRequest call, Instant began) {

    /** The call by which a person recognises it, such as {@code 3.1 send {"to":"ana"}, begun at 2026-01-01T10:00:00Z}. */
    public String words() {
        return place + " " + call.name() + " " + call.arguments() + ", begun at " + began;
    }
}
