package dev.qwenagent.runtime.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.tool.PermissionRequest;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.api.tool.Verdict;
import dev.qwenagent.runtime.permission.RuleLayers.Layer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleLayersTest {

    private static final ScopePattern WRITE = ScopePattern.of("file.write");

    private static Verdict judge(Layer... layers) {
        var request = new PermissionRequest("tool", "{}", Scope.of("file.write:/a"), "", Label.PLAIN);
        return new RuleLayers(List.of(layers)).judge(request);
    }

    @Test
    void strongerLayerDecidesThoughItsRuleIsLessSpecific() {
        var user = new Layer("the user", ScopeRules.NOTHING.allowing(WRITE));
        var agent = new Layer("the agent", ScopeRules.NOTHING.asking(ScopePattern.of("file.write:/a")));
        assertThat(judge(user, agent)).isEqualTo(new Verdict.Allow("allow file.write by the user"));
    }

    @Test
    void denialOfTheWeakestLayerWins() {
        var user = new Layer("the user", ScopeRules.NOTHING.allowing(WRITE));
        var agent = new Layer("the agent", ScopeRules.NOTHING.denying(ScopePattern.of("file.*")));
        assertThat(judge(user, agent)).isEqualTo(new Verdict.Deny("deny file.* by the agent"));
    }

    @Test
    void layerWithoutARuleLeavesItToTheNext() {
        var user = new Layer("the user", ScopeRules.NOTHING.allowing(ScopePattern.of("file.read")));
        var agent = new Layer("the agent", ScopeRules.NOTHING.asking(WRITE));
        assertThat(judge(user, agent)).isEqualTo(new Verdict.Ask("ask file.write by the agent"));
    }

    @Test
    void whatNoLayerIsAboutIsDenied() {
        assertThat(judge(new Layer("the user", ScopeRules.NOTHING)))
                .isEqualTo(new Verdict.Deny("no rule allows file.write:/a"));
    }
}
