package dev.qwenagent.api.tool;

/** What the gate says of a bound call. */
public sealed interface Admission permits GrantedCall, ToolOutcome.Denied, Admission.Waiting {

    /**
     * A person answers later; nothing is granted until then.
     *
     * @param question what the person is asked
     */
    record Waiting(ApprovalRequest question) implements Admission {}
}
