package dev.qwenagent.runtime.permission;

import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.Approver;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a yes that is to be a rule into a policy file: exactly the scopes that were asked about. If the file cannot be written
 * the yes counts for the run alone, and the log says so. Thread-safe if the approver is.
 *
 * @param approver answers
 * @param file where rules are kept
 * @param clock the time of day, for the comment behind a rule
 */
public record RuleKeepingApprover(Approver approver, PolicyFile file, InstantSource clock) implements Approver {

    private static final Logger LOG = LoggerFactory.getLogger(RuleKeepingApprover.class);

    @Override
    public Approval approve(ApprovalRequest request) throws InterruptedException {
        Approval answer = approver.approve(request);
        boolean isRule = answer instanceof Approval.Yes(var call, var expires, Approval.Extent extent)
                && extent == Approval.Extent.AS_RULE && call.equals(request.call())
                && clock.instant().isBefore(expires);
        if (isRule) {
            try {
                file.allow(request.scopes(), "a person said yes to " + request.tool() + " at "
                        + clock.instant().truncatedTo(ChronoUnit.SECONDS));
            } catch (PolicyFileException e) {
                LOG.warn("the answer counts for this run and is not kept as a rule: {}", e.getMessage());
            }
        }
        return answer;
    }
}
