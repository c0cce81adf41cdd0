package dev.qwenagent.runtime.permission;

import dev.qwenagent.api.tool.PermissionPolicy;
import dev.qwenagent.api.tool.PermissionRequest;
import dev.qwenagent.api.tool.Verdict;

/**
 * Two policies of which the stricter counts each time: what one agent hands to another is never wider than what it has itself.
 * Thread-safe if both are.
 *
 * @param wide what was permitted so far
 * @param narrow what is left of it
 */
public record NarrowedPolicy(PermissionPolicy wide, PermissionPolicy narrow) implements PermissionPolicy {

    @Override
    public Verdict judge(PermissionRequest request) {
        return switch (wide.judge(request)) {
            case Verdict.Deny deny -> deny;
            case Verdict.Ask ask -> narrow.judge(request) instanceof Verdict.Deny deny ? deny : ask;
            case Verdict.Allow _ -> narrow.judge(request);
        };
    }

    @Override
    public PermissionPolicy forRun() {
        return new NarrowedPolicy(wide.forRun(), narrow.forRun());
    }
}
