package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.tool.ToolOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How far one call of a turn is. Used by one thread at a time. */
final class OpenCall {

    /**
     * What came of a call.
     *
     * @param outcome with the label of all that the call looked at
     * @param source what that was, by the name under which people know it
     * @param duration what its tool took
     */
    record Made(ToolOutcome outcome, String source, Duration duration) {}

    private final CallPlace place;
    private final ToolExecutionRequest request;
    private boolean begun;
    private volatile @Nullable Made made;
    private boolean settled;

    OpenCall(CallPlace place, ToolExecutionRequest request) {
        this.place = place;
        this.request = request;
    }

    /** Where in the run it was asked for. */
    CallPlace place() {
        return place;
    }

    /** As the model asked for it. */
    ToolExecutionRequest request() {
        return request;
    }

    /** It is in its tool's hands now, and may take effect. */
    void begin() {
        begun = true;
    }

    /** It has its outcome. */
    void end(Made outcome) {
        made = outcome;
    }

    /** Its result is in the memory. */
    void settle() {
        settled = true;
    }

    /** Whether it got as far as its tool; if not, it cannot have taken effect. */
    boolean hasBegun() {
        return begun;
    }

    /** What came of it; null as long as nothing did. */
    @Nullable
    Made made() {
        return made;
    }

    boolean isSettled() {
        return settled;
    }
}
