package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.StopReason;
import org.jspecify.annotations.Nullable;

/**
 * What ended a run.
 *
 * @param text the answer; empty if there is none
 * @param problem what went wrong or what a guardrail said; null if nothing
 */
record Ending(StopReason reason, String text, @Nullable String problem) {

    static Ending blocked(String reason) {
        return new Ending(StopReason.BLOCKED, "", reason);
    }
}
