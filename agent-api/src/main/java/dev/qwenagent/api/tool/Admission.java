package dev.qwenagent.api.tool;

/** What the gate says of a bound call. */
public sealed interface Admission permits GrantedCall, ToolOutcome.Denied {}
