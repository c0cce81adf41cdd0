package dev.qwenagent.api.tool;

/** What binding a model's arguments to a tool came to. */
public sealed interface Binding permits BoundCall, ToolOutcome.Failure {}
