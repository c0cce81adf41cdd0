package dev.qwenagent.api.tool;

import dev.qwenagent.api.label.Label;

/**
 * What a policy judges: one scope of one call. Immutable.
 *
 * @param tool the tool's name
 * @param arguments the call's arguments, compact JSON
 * @param scope what would be touched
 * @param thinking the thought that led to the call
 * @param label the label of the conversation so far
 */
public record PermissionRequest(String tool, String arguments, Scope scope, String thinking, Label label) {}
