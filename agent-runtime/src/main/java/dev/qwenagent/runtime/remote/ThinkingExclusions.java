package dev.qwenagent.runtime.remote;

import dev.qwenagent.runtime.remote.QwenChatRequestParameters.Thinking;
import java.util.Map;

/** Holds that a budget in tokens, a degree of effort and no thinking at all exclude one another. */
final class ThinkingExclusions {

    private ThinkingExclusions() {}

    /**
     * Checks what was set together. A budget beside no thinking says what holds once thinking is on, and may stay.
     *
     * @throws IllegalArgumentException if two things contradict each other
     */
    static void check(Map<Setting<?>, Object> settings) {
        if (!(settings.get(Setting.REASONING_EFFORT) instanceof ReasoningEffort effort)) {
            return;
        }
        if (settings.containsKey(Setting.THINKING_BUDGET)) {
            throw new IllegalArgumentException("a reasoning effort (" + effort + ") and a thinking budget ("
                    + settings.get(Setting.THINKING_BUDGET) + ") exclude each other; set one of them");
        }
        Object thinking = settings.get(Setting.THINKING);
        if (thinking != null && (thinking == Thinking.OFF) != (effort == ReasoningEffort.NONE)) {
            throw new IllegalArgumentException("a reasoning effort (" + effort + ") contradicts thinking " + thinking
                    + "; set one of them");
        }
    }

    /** Takes out of the earlier settings what the later ones exclude. */
    static void makeRoom(Map<Setting<?>, Object> earlier, Map<Setting<?>, Object> later) {
        if (later.containsKey(Setting.REASONING_EFFORT)) {
            earlier.remove(Setting.THINKING_BUDGET);
            earlier.remove(Setting.THINKING);
        } else if (later.containsKey(Setting.THINKING_BUDGET)) {
            earlier.remove(Setting.REASONING_EFFORT);
        } else if (later.containsKey(Setting.THINKING) && earlier.containsKey(Setting.REASONING_EFFORT)) {
            boolean off = later.get(Setting.THINKING) == Thinking.OFF;
            if (off != (earlier.get(Setting.REASONING_EFFORT) == ReasoningEffort.NONE)) {
                earlier.remove(Setting.REASONING_EFFORT);
            }
        }
    }
}
