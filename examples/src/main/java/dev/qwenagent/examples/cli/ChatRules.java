package dev.qwenagent.examples.cli;

import dev.qwenagent.api.tool.PermissionPolicy;
import dev.qwenagent.api.tool.PermissionRequest;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.api.tool.Verdict;
import dev.qwenagent.runtime.permission.RuleLayers;
import dev.qwenagent.runtime.permission.RuleLayers.Layer;
import dev.qwenagent.runtime.permission.ScopeRules;
import java.util.ArrayList;
import java.util.List;

/** Rules that a person can add to while a chat goes on. Thread-safe. */
final class ChatRules implements PermissionPolicy {

    private final RuleLayers given;
    private volatile ScopeRules added = ScopeRules.NOTHING;

    ChatRules(RuleLayers given) {
        this.given = given;
    }

    synchronized void allow(ScopePattern pattern) {
        added = added.allowing(pattern);
    }

    /** The given rules as they are now; what the person adds counts at once. */
    @Override
    public PermissionPolicy forRun() {
        RuleLayers now = given.forRun();
        return request -> judge(now, request);
    }

    @Override
    public Verdict judge(PermissionRequest request) {
        return judge(given, request);
    }

    private Verdict judge(RuleLayers given, PermissionRequest request) {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Layer("/allow", added));
        layers.addAll(given.layers());
        return new RuleLayers(layers).judge(request);
    }
}
