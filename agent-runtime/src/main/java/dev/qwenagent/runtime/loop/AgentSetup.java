package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.plan.Planner;
import dev.qwenagent.api.plan.ThinkingMode;
import dev.qwenagent.api.tool.Approver;
import dev.qwenagent.api.tool.OutcomeResolver;
import dev.qwenagent.api.tool.PermissionPolicy;
import dev.qwenagent.api.tool.ResourceLabels;
import dev.qwenagent.runtime.cost.PriceList;
import dev.qwenagent.runtime.models.GenerationSettings;
import dev.qwenagent.runtime.retry.RetryPolicy;
import dev.qwenagent.runtime.routing.ModelRoster;
import dev.qwenagent.tools.ToolRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the loop needs to know of an agent; the same for all its runs.
 *
 * @param name the agent's name in events
 * @param mind what decides
 * @param tools what it can call
 * @param permissions what it may call
 * @param guardrails what else must hold, asked in order
 * @param budget what one run may use
 * @param workplace where its work is done
 */
public record AgentSetup(
        String name, Mind mind, Toolbox tools, Permissions permissions, List<Guardrail> guardrails,
        Budget budget, Workplace workplace) {

    public AgentSetup {
        guardrails = List.copyOf(guardrails);
    }

    /**
     * What decides.
     *
     * @param models what is asked, the preferred first
     * @param planner how it is asked
     * @param thinking how it is to think
     * @param settings how it picks its tokens
     * @param retry when a request that failed is made again
     */
    public record Mind(ModelRoster models, Planner planner, ThinkingMode thinking, GenerationSettings settings,
            RetryPolicy retry) {}

    /**
     * What one run may use.
     *
     * @param limits how far it may go
     * @param prices what tokens cost
     */
    public record Budget(RunLimits limits, PriceList prices) {}

    /** How far one run may go. */
    public RunLimits limits() {
        return budget.limits();
    }

    /**
     * What can be called.
     *
     * @param registry the tools
     * @param timeOrNull how long a call of a tool may take that does not say so itself; null for as long as the run
     */
    public record Toolbox(ToolRegistry registry, @Nullable Duration timeOrNull) {

        /** How long a call of a tool may take that does not say so itself; empty for as long as the run. */
        public Optional<Duration> usualTime() {
            return Optional.ofNullable(timeOrNull);
        }
    }

    /**
     * What may be called.
     *
     * @param policy judges
     * @param approver is asked where the policy leaves it to a person
     * @param approvalTime how long the answer may take
     * @param labels what is known of the things that calls touch
     * @param outcomes decides on calls that were under way when a run was interrupted
     */
    public record Permissions(PermissionPolicy policy, Approver approver, Duration approvalTime, ResourceLabels labels,
            OutcomeResolver outcomes) {}
}
