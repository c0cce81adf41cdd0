package dev.qwenagent.runtime.remote;

import java.util.Set;

/**
 * The name of one thing that can be asked of a Qwen model beyond LangChain4j's common parameters, with its type.
 *
 * @param name the method of the builder that sets it
 * @param type what it is set to
 */
record Setting<T>(String name, Class<T> type) {

    static final Setting<QwenChatRequestParameters.Thinking> THINKING = new Setting<>("thinking",
            QwenChatRequestParameters.Thinking.class);
    static final Setting<Integer> THINKING_BUDGET = new Setting<>("thinkingBudget", Integer.class);
    static final Setting<ReasoningEffort> REASONING_EFFORT = new Setting<>("reasoningEffort", ReasoningEffort.class);
    static final Setting<Boolean> PRESERVE_THINKING = new Setting<>("preserveThinking", Boolean.class);
    static final Setting<Boolean> PARALLEL_TOOL_CALLS = new Setting<>("parallelToolCalls", Boolean.class);
    static final Setting<Boolean> TOOL_STREAM = new Setting<>("toolStream", Boolean.class);
    static final Setting<Long> SEED = new Setting<>("seed", Long.class);
    static final Setting<Double> REPETITION_PENALTY = new Setting<>("repetitionPenalty", Double.class);
    static final Setting<Integer> LOG_PROBABILITIES = new Setting<>("logProbabilities", Integer.class);
    static final Setting<WebSearch> WEB_SEARCH = new Setting<>("webSearch", WebSearch.class);
    static final Setting<Boolean> CODE_INTERPRETER = new Setting<>("codeInterpreter", Boolean.class);
    static final Setting<VisionSettings> VISION = new Setting<>("vision", VisionSettings.class);
    static final Setting<Boolean> HIGH_RESOLUTION_IMAGES = new Setting<>("highResolutionImages", Boolean.class);
    static final Setting<String> SPEECH = new Setting<>("speech", String.class);
    static final Setting<CachePoints> CACHE = new Setting<>("cache", CachePoints.class);

    /** Points of a request's cache. */
    record CachePoints(Set<CachePoint> points) {
        CachePoints {
            points = Set.copyOf(points);
        }
    }
}
