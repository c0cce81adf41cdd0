package dev.qwenagent.runtime.permission;

import dev.qwenagent.api.tool.PermissionPolicy;
import dev.qwenagent.api.tool.PermissionRequest;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.api.tool.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy of three lists of patterns. A rule that denies wins over all others; among the rest the most specific wins, and of
 * two as specific the one that asks; what no rule is about is denied. Immutable and thread-safe.
 */
public final class ScopeRules implements PermissionPolicy, RuleSource {

    /** Denies everything. */
    public static final ScopeRules NOTHING = new ScopeRules(List.of(), List.of(), List.of());

    private final List<ScopePattern> allow;
    private final List<ScopePattern> ask;
    private final List<ScopePattern> deny;
    private final RuleIndex allowing;
    private final RuleIndex asking;
    private final RuleIndex denying;

    /**
     * Rules.
     *
     * @param allow what may be done
     * @param ask what a person is asked about
     * @param deny what must not be done
     */
    public ScopeRules(List<ScopePattern> allow, List<ScopePattern> ask, List<ScopePattern> deny) {
        this.allow = List.copyOf(allow);
        this.ask = List.copyOf(ask);
        this.deny = List.copyOf(deny);
        this.allowing = new RuleIndex(allow, pattern -> new Verdict.Allow("allow " + pattern));
        this.asking = new RuleIndex(ask, pattern -> new Verdict.Ask("ask " + pattern));
        this.denying = new RuleIndex(deny, pattern -> new Verdict.Deny("deny " + pattern));
    }

    /** What may be done. */
    public List<ScopePattern> allow() {
        return allow;
    }

    /** What a person is asked about. */
    public List<ScopePattern> ask() {
        return ask;
    }

    /** What must not be done. */
    public List<ScopePattern> deny() {
        return deny;
    }

    /** These rules: they do not change. */
    @Override
    public ScopeRules rules() {
        return this;
    }

    /** The denials of these rules alone. */
    public ScopeRules denials() {
        return new ScopeRules(List.of(), List.of(), deny);
    }

    /** The same rules and one more that allows. */
    public ScopeRules allowing(ScopePattern pattern) {
        return new ScopeRules(with(allow, pattern), ask, deny);
    }

    /** The same rules and one more that asks. */
    public ScopeRules asking(ScopePattern pattern) {
        return new ScopeRules(allow, with(ask, pattern), deny);
    }

    /** The same rules and one more that denies. */
    public ScopeRules denying(ScopePattern pattern) {
        return new ScopeRules(allow, ask, with(deny, pattern));
    }

    @Override
    public Verdict judge(PermissionRequest request) {
        return decide(request.scope()).orElseGet(() -> unruled(request.scope()));
    }

    /** These rules' denials first; what none of them is about, the other policy judges. */
    public PermissionPolicy denyingBefore(PermissionPolicy other) {
        return new DenialsFirst(this, other);
    }

    private record DenialsFirst(ScopeRules denials, PermissionPolicy other) implements PermissionPolicy {
        @Override
        public Verdict judge(PermissionRequest request) {
            return denials.denial(request.scope()).orElseGet(() -> other.judge(request));
        }

        @Override
        public PermissionPolicy forRun() {
            return new DenialsFirst(denials, other.forRun());
        }
    }

    private Optional<Verdict> denial(Scope scope) {
        return Optional.ofNullable(denying.mostSpecific(scope)).map(RuleIndex.Rule::verdict);
    }

    /** What a rule says of the scope; empty if none is about it. */
    Optional<Verdict> decide(Scope scope) {
        RuleIndex.Rule rule = denying.mostSpecific(scope);
        if (rule == null) {
            rule = stricter(asking.mostSpecific(scope), allowing.mostSpecific(scope));
        }
        return Optional.ofNullable(rule).map(RuleIndex.Rule::verdict);
    }

    /** The more specific of two rules, the first if both are. */
    private static RuleIndex.@Nullable Rule stricter(
            RuleIndex.@Nullable Rule asked, RuleIndex.@Nullable Rule allowed) {
        boolean isAllowed = asked == null
                || allowed != null && allowed.pattern().specificity() > asked.pattern().specificity();
        return isAllowed ? allowed : asked;
    }

    /** Denies what no rule is about. */
    static Verdict unruled(Scope scope) {
        return new Verdict.Deny("no rule allows " + scope);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScopeRules rules && allow.equals(rules.allow) && ask.equals(rules.ask)
                && deny.equals(rules.deny);
    }

    @Override
    public int hashCode() {
        return List.of(allow, ask, deny).hashCode();
    }

    @Override
    public String toString() {
        return "allow " + allow + ", ask " + ask + ", deny " + deny;
    }

    private static List<ScopePattern> with(List<ScopePattern> patterns, ScopePattern pattern) {
        List<ScopePattern> more = new ArrayList<>(patterns);
        more.add(pattern);
        return more;
    }
}
