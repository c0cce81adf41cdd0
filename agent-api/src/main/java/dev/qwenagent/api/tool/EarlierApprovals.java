package dev.qwenagent.api.tool;

import dev.qwenagent.api.label.Provenance;
import java.util.List;
import java.util.Set;

/**
 * What a run's gate had asked, and been allowed, before the run was resumed. Immutable.
 *
 * @param questions how many questions the run has asked
 * @param repeatable those of the turn that was under way: asked again, they are the same questions, with the same numbers and no
 *     more time for an answer
 * @param forRun what was allowed for the rest of the run
 */
public record EarlierApprovals(int questions, List<ApprovalRequest> repeatable, List<ForRun> forRun) {

    /** A run that has asked nothing. */
    public static final EarlierApprovals NONE = new EarlierApprovals(0, List.of(), List.of());

    /** Copies the lists. */
    public EarlierApprovals {
        repeatable = List.copyOf(repeatable);
        forRun = List.copyOf(forRun);
    }

    /**
     * A yes for the run.
     *
     * @param tool the tool's name
     * @param toolVersion the tool's version, as {@link ApprovedCall#toolVersion()} has it
     * @param scopes all scopes that were judged together
     * @param provenance what was confidential or untrusted in the conversation when the person said yes
     */
    public record ForRun(String tool, String toolVersion, Set<Scope> scopes, Provenance provenance) {
        /** Copies the scopes. */
        public ForRun {
            scopes = Set.copyOf(scopes);
        }
    }
}
