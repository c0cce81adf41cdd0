package dev.qwenagent.runtime.permission;

/** Where rules come from; a file that a person edits gives other rules later. Thread-safe. */
@FunctionalInterface
public interface RuleSource {

    /** The rules as they are now. */
    ScopeRules rules();
}
