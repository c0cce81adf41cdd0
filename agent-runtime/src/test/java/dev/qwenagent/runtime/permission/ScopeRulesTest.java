package dev.qwenagent.runtime.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.tool.PermissionRequest;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.api.tool.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeRulesTest {

    private static Verdict judge(ScopeRules rules, String scope) {
        return rules.judge(new PermissionRequest("tool", "{}", Scope.of(scope), "", Label.PLAIN));
    }

    private static ScopeRules rules(List<String> allow, List<String> ask, List<String> deny) {
        return new ScopeRules(patterns(allow), patterns(ask), patterns(deny));
    }

    private static List<ScopePattern> patterns(List<String> texts) {
        return texts.stream().map(ScopePattern::of).toList();
    }

    @Test
    void nothingIsAllowedUnlessARuleSaysSo() {
        assertThat(judge(ScopeRules.NOTHING, "file.read:/a"))
                .isEqualTo(new Verdict.Deny("no rule allows file.read:/a"));
    }

    @Test
    void denialWinsOverAMoreSpecificPermission() {
        var rules = rules(List.of("file.read:/data/a.txt"), List.of(), List.of("file.*"));
        assertThat(judge(rules, "file.read:/data/a.txt")).isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void moreSpecificRuleWinsBetweenAskingAndAllowing() {
        var rules = rules(List.of("file.write:/data/tmp/**"), List.of("file.write"), List.of());
        assertThat(judge(rules, "file.write:/data/tmp/x"))
                .isEqualTo(new Verdict.Allow("allow file.write:/data/tmp/**"));
        assertThat(judge(rules, "file.write:/data/x")).isEqualTo(new Verdict.Ask("ask file.write"));
    }

    @Test
    void askingWinsOverAllowingThatIsAsSpecific() {
        assertThat(judge(rules(List.of("file.write"), List.of("file.write"), List.of()), "file.write:/a"))
                .isInstanceOf(Verdict.Ask.class);
    }

    @Test
    void denialHoldsBeforeAPolicyOfOnesOwn() {
        var policy = rules(List.of("file.read"), List.of(), List.of("file.write:/secret/**"))
                .denyingBefore(request -> new Verdict.Allow("mine"));
        assertThat(policy.judge(new PermissionRequest("t", "{}", Scope.of("file.write:/secret/a"), "", Label.PLAIN)))
                .isEqualTo(new Verdict.Deny("deny file.write:/secret/**"));
        assertThat(policy.judge(new PermissionRequest("t", "{}", Scope.of("file.write:/a"), "", Label.PLAIN)))
                .isEqualTo(new Verdict.Allow("mine"));
    }
}
