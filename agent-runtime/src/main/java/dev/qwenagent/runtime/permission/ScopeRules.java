package dev.qwenagent.runtime.permission;

import dev.qwenagent.api.tool.PermissionPolicy;
import dev.qwenagent.api.tool.PermissionRequest;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.api.tool.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A policy of three lists of patterns. A rule that denies wins over all others; among the rest the most specific wins, and of
 * two as specific the one that asks; what no rule is about is denied. Immutable.
 *
 * @param allow what may be done
 * @param ask what a person is asked about
 * @param deny what must not be done
 */
public record ScopeRules(List<ScopePattern> allow, List<ScopePattern> ask,
        List<ScopePattern> deny) implements PermissionPolicy {

    /** Denies everything. */
    public static final ScopeRules NOTHING = new ScopeRules(List.of(), List.of(), List.of());

    public ScopeRules {
        allow = List.copyOf(allow);
        ask = List.copyOf(ask);
        deny = List.copyOf(deny);
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
        return request -> denial(request.scope()).orElseGet(() -> other.judge(request));
    }

    private Optional<Verdict> denial(Scope scope) {
        return mostSpecific(deny, scope).map(pattern -> new Verdict.Deny("deny " + pattern));
    }

    /** What a rule says of the scope; empty if none is about it. */
    Optional<Verdict> decide(Scope scope) {
        Optional<Verdict> denied = denial(scope);
        if (denied.isPresent()) {
            return denied;
        }
        Optional<ScopePattern> asked = mostSpecific(ask, scope);
        Optional<ScopePattern> allowed = mostSpecific(allow, scope);
        if (asked.isPresent() && asked.get().specificity() >= allowed.map(ScopePattern::specificity).orElse(-1)) {
            return Optional.of(new Verdict.Ask("ask " + asked.get()));
        }
        return allowed.map(pattern -> new Verdict.Allow("allow " + pattern));
    }

    /** Denies what no rule is about. */
    static Verdict unruled(Scope scope) {
        return new Verdict.Deny("no rule allows " + scope);
    }

    private static Optional<ScopePattern> mostSpecific(List<ScopePattern> patterns, Scope scope) {
        return patterns.stream()
                .filter(pattern -> pattern.matches(scope))
                .max(Comparator.comparingInt(ScopePattern::specificity));
    }

    private static List<ScopePattern> with(List<ScopePattern> patterns, ScopePattern pattern) {
        List<ScopePattern> more = new ArrayList<>(patterns);
        more.add(pattern);
        return more;
    }
}
