package dev.qwenagent.api.tool;

import java.util.List;

/**
 * What the gate decided on a call. Immutable.
 *
 * @param callId the model's id of the call
 * @param tool the tool's name
 * @param scopes what was judged
 * @param granted whether the call may be made
 * @param rule what decided; several rules are joined by semicolons
 */
public record PermissionDecision(String callId, String tool, List<Scope> scopes, boolean granted, String rule) {

    /** Copies the scopes. */
    public PermissionDecision {
        scopes = List.copyOf(scopes);
    }
}
