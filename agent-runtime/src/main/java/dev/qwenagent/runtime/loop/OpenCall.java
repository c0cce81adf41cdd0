package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.runtime.history.CallResults;
import dev.qwenagent.runtime.history.CallState;
import dev.qwenagent.runtime.history.OpenRound;
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
    /** How far it was when the run was resumed. */
    private final CallState before;
    private boolean begun;
    private volatile @Nullable Made made;
    private boolean settled;

    OpenCall(CallPlace place, ToolExecutionRequest request) {
        this(place, request, new CallState.NotBegun());
    }

    private OpenCall(CallPlace place, ToolExecutionRequest request, CallState before) {
        this.place = place;
        this.request = request;
        this.before = before;
    }

    /** A call of a round that was under way before the run was resumed. */
    static OpenCall of(OpenRound.Call earlier) {
        var call = new OpenCall(earlier.place(), earlier.request(), earlier.state());
        switch (earlier.state()) {
            case CallState.NotBegun() -> {
            }
            case CallState.Begun _ -> {
            }
            case CallState.ToRepeat() -> {
            }
            case CallState.Left() ->
                call.end(new Made(CallResults.LEFT, CallResults.source(earlier.request()), Duration.ZERO));
            case CallState.Ended(ToolOutcome outcome, String source) ->
                call.end(new Made(outcome, source, Duration.ZERO));
            case CallState.Answered _ -> call.settle();
        }
        return call;
    }

    /** Whether it had begun before the run was resumed, and nobody knows how it went. */
    boolean wasInterrupted() {
        return before instanceof CallState.Begun || before instanceof CallState.ToRepeat;
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

    /** Whether it got as far as its tool, now or before the run was resumed; if not, it cannot have taken effect. */
    boolean mayHaveHappened() {
        return begun || wasInterrupted();
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
