package dev.qwenagent.api.tool;

/** Judges what calls may touch. Thread-safe. What no rule is about should be denied. */
@FunctionalInterface
public interface PermissionPolicy {

    /** Judges one scope of one call; has no effect on the world. */
    Verdict judge(PermissionRequest request);

    /**
     * The policy that one run keeps from its beginning to its end. One that can change, such as rules in a file, answers with
     * what it is now; others answer with themselves.
     */
    default PermissionPolicy forRun() {
        return this;
    }
}
