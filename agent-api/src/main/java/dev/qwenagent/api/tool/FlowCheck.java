package dev.qwenagent.api.tool;

import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.api.label.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What labels make of a scope that a policy allows: where untrusted words could be what asks for an effect, or confidential
 * ones could leave by a tool that is not cleared for them, a person decides. No policy is asked, so none can forget it.
 */
final class FlowCheck {

    /** The verbs that only look. Every other counts as acting, one that nobody has thought of included. */
    private static final Set<String> LOOKING = Set.of("list", "read", "search", "find", "get", "show", "view", "count");

    /** What computes and touches nothing; in another family the same verb could run code. */
    private static final Set<String> COMPUTING = Set.of("calc.evaluate", "units.convert");

    private FlowCheck() {}

    /** Why a person has to be asked, naming the sources; empty if nothing speaks against it. */
    static List<String> concerns(Tool tool, Scope scope, Provenance provenance) {
        if (provenance.sources().isEmpty()) {
            return List.of();
        }
        List<String> concerns = new ArrayList<>();
        Provenance untrusted = provenance.untrusted();
        if (!untrusted.sources().isEmpty() && acts(scope)) {
            concerns.add("untrusted content is in the conversation: " + untrusted.names());
        }
        Provenance confidential = provenance.confidential();
        if (!confidential.sources().isEmpty() && tool.clearance() == Confidentiality.PUBLIC) {
            concerns.add("the tool is not cleared for confidential content, which is in the conversation: "
                    + confidential.names());
        }
        return concerns;
    }

    private static boolean acts(Scope scope) {
        return !LOOKING.contains(scope.verb()) && !COMPUTING.contains(scope.family() + "." + scope.verb());
    }
}
