package dev.qwenagent.api.tool;

/** Judges what calls may touch. Thread-safe. What no rule is about should be denied. */
@FunctionalInterface
public interface PermissionPolicy {

    /** Judges one scope of one call; has no effect on the world. */
    Verdict judge(PermissionRequest request);
}
