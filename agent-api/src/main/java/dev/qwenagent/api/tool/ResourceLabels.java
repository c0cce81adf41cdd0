package dev.qwenagent.api.tool;

import dev.qwenagent.api.label.Label;

/**
 * What is known of the things that calls touch, by rules that stand outside of the tools: which files are confidential, which
 * addresses are not to be trusted. The runtime joins it with what the tool itself says of its result. Thread-safe.
 */
@FunctionalInterface
public interface ResourceLabels {

    /** Knows of nothing that is not plain. */
    ResourceLabels NONE = scope -> Label.PLAIN;

    /**
     * The label of what a scope names; has no effect on the world.
     *
     * @param scope with its canonical resource
     */
    Label of(Scope scope);

    /**
     * The labels that one run keeps from its beginning to its end. Those that can change, such as rules in a file, answer with
     * what they are now; others answer with themselves.
     */
    default ResourceLabels forRun() {
        return this;
    }

    /** What these and the other rules know together. */
    default ResourceLabels and(ResourceLabels other) {
        ResourceLabels these = this;
        return new ResourceLabels() {
            @Override
            public Label of(Scope scope) {
                return these.of(scope).join(other.of(scope));
            }

            @Override
            public ResourceLabels forRun() {
                return these.forRun().and(other.forRun());
            }
        };
    }
}
