package dev.qwenagent.examples.cli;

import dev.qwenagent.api.tool.PermissionPolicy;
import dev.qwenagent.api.tool.PermissionRequest;
import dev.qwenagent.api.tool.Verdict;

/** Judges as another policy does, says so, and permits nothing. */
record DryRun(PermissionPolicy policy) implements PermissionPolicy {

    @Override
    public PermissionPolicy forRun() {
        return new DryRun(policy.forRun());
    }

    @Override
    public Verdict judge(PermissionRequest request) {
        String said = switch (policy.judge(request)) {
            case Verdict.Allow(String rule) -> "allowed: " + rule;
            case Verdict.Ask(String rule) -> "asked: " + rule;
            case Verdict.Deny(String rule) -> "denied: " + rule;
        };
        return new Verdict.Deny("dry run, would have been " + said);
    }
}
