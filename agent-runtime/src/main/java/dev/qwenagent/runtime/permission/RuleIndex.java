package dev.qwenagent.runtime.permission;

import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.api.tool.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the most specific of many patterns for a scope without trying them all: patterns lie by family and verb, then by the
 * length of what their resources begin with, then by that beginning. A scope looks at the few that share its beginning. Immutable.
 */
final class RuleIndex {

    private static final Comparator<ScopePattern> MOST_SPECIFIC_FIRST = Comparator
            .comparingInt(ScopePattern::specificity)
            .reversed();

    /** By family: by verb: by length of the beginning: by beginning. */
    private final Map<String, Map<String, Map<Integer, Map<String, List<Rule>>>>> rules = new HashMap<>();

    /** A pattern, and what is said of the scopes that it matches. */
    record Rule(ScopePattern pattern, Verdict verdict) {}

    /** An index of patterns with what each of them says. */
    RuleIndex(List<ScopePattern> patterns, Function<ScopePattern, Verdict> verdict) {
        for (ScopePattern pattern : patterns.stream().sorted(MOST_SPECIFIC_FIRST).toList()) {
            String beginning = pattern.literalBeginning();
            rules.computeIfAbsent(pattern.family(), family -> new HashMap<>())
                    .computeIfAbsent(pattern.verb(), verb -> new TreeMap<>())
                    .computeIfAbsent(beginning.length(), length -> new HashMap<>())
                    .computeIfAbsent(beginning, text -> new ArrayList<>(1))
                    .add(new Rule(pattern, verdict.apply(pattern)));
        }
    }

    /** The rule with the most specific pattern that matches the scope; null if none does. */
    @Nullable
    Rule mostSpecific(Scope scope) {
        if (rules.isEmpty()) {
            return null;
        }
        // A named family beats every resource, a named verb too, so the first of the three that has a match has the best.
        Rule found = find(scope.family(), scope.verb(), scope);
        if (found == null) {
            found = find(scope.family(), "*", scope);
        }
        return found == null ? find("*", "*", scope) : found;
    }

    private @Nullable Rule find(String family, String verb, Scope scope) {
        var named = rules.getOrDefault(family, Map.of()).get(verb);
        if (named == null) {
            return null;
        }
        Rule best = null;
        for (var ofLength : named.entrySet()) {
            if (ofLength.getKey() > scope.resource().length()) {
                break;
            }
            String beginning = scope.resource().substring(0, ofLength.getKey());
            for (Rule rule : ofLength.getValue().getOrDefault(beginning, List.of())) {
                if (best != null && rule.pattern().specificity() <= best.pattern().specificity()) {
                    break;
                }
                if (rule.pattern().matches(scope)) {
                    best = rule;
                }
            }
        }
        return best;
    }
}
