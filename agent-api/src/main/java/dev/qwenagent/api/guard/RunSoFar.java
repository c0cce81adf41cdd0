package dev.qwenagent.api.guard;

import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.label.Provenance;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a guardrail may know of the run that it judges. Immutable.
 *
 * @param runId the run
 * @param turn the turn that the run is in; 0 before the first
 * @param steps the thoughts and calls of the turns before
 * @param usage the tokens of the requests so far, by model; of a request that was cut, an estimate
 * @param provenance what in the conversation so far is confidential or untrusted
 */
public record RunSoFar(
        String runId, int turn, List<AgentResult.Step> steps, Map<ModelProfile, TokenUsage> usage,
        Provenance provenance) {

    /** Copies the steps and the usage. */
    public RunSoFar {
        steps = List.copyOf(steps);
        usage = Collections.unmodifiableMap(new LinkedHashMap<>(usage));
    }
}
