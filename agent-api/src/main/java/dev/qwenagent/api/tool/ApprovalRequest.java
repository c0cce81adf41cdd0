package dev.qwenagent.api.tool;

import dev.qwenagent.api.label.Label;
import java.util.List;

/**
 * What a person sees before deciding on a call.
 *
 * @param runId the run that waits
 * @param callId the model's id of the call
 * @param tool the tool's name
 * @param arguments the call's arguments, compact JSON
 * @param scopes what would be touched and is not yet permitted
 * @param thinking the thought that led to the call
 * @param label the label of the conversation so far
 * @param rule the rules that ask, joined by semicolons
 */
public record ApprovalRequest(
        String runId,
        String callId,
        String tool,
        String arguments,
        List<Scope> scopes,
        String thinking,
        Label label,
        String rule) {

    /** Copies the scopes. */
    public ApprovalRequest {
        scopes = List.copyOf(scopes);
    }
}
