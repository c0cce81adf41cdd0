package dev.qwenagent.runtime.permission;

import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.tool.ResourceLabels;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of files, addresses and other things, by patterns of the scopes that touch them: {@code file.*:/data/hr/**}
 * is confidential, {@code net.*} is untrusted. The label of a scope is the join of all rules that are about it. What is matched
 * is the canonical resource, so that a file has its label by whatever link it is reached. Immutable.
 *
 * @param rules in no particular order
 */
public record LabelRules(List<Rule> rules) implements ResourceLabels {

    /** No rules. */
    public static final LabelRules NONE = new LabelRules(List.of());

    /**
     * One rule.
     *
     * @param pattern the scopes that it is about
     * @param label what is known of what they touch
     */
    public record Rule(ScopePattern pattern, Label label) {}

    /** Copies the rules. */
    public LabelRules {
        rules = List.copyOf(rules);
    }

    /** The same and one more: what the pattern is about is confidential. */
    public LabelRules confidential(ScopePattern pattern) {
        return with(new Rule(pattern, Label.CONFIDENTIAL));
    }

    /** The same and one more: what the pattern is about may be an attacker's. */
    public LabelRules untrusted(ScopePattern pattern) {
        return with(new Rule(pattern, Label.UNTRUSTED));
    }

    private LabelRules with(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new LabelRules(more);
    }

    @Override
    public Label of(Scope scope) {
        Label label = Label.PLAIN;
        for (Rule rule : rules) {
            label = rule.pattern().matches(scope) ? label.join(rule.label()) : label;
        }
        return label;
    }
}
