package dev.qwenagent.runtime.permission;

import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the most specific of many patterns for a scope without trying them all: patterns lie by family and verb, then by the
 * length of what their resources begin with, then by that beginning. A scope looks at the few that share its beginning. Immutable.
 */
final class RuleIndex {

    private static final Comparator<ScopePattern> MOST_SPECIFIC_FIRST = Comparator
            .comparingInt(ScopePattern::specificity)
            .reversed();

    /** By family and verb: by length of the beginning: by beginning. */
    private final Map<String, Map<Integer, Map<String, List<ScopePattern>>>> patterns = new HashMap<>();

    RuleIndex(List<ScopePattern> all) {
        for (ScopePattern pattern : all.stream().sorted(MOST_SPECIFIC_FIRST).toList()) {
            String beginning = pattern.literalBeginning();
            patterns.computeIfAbsent(pattern.family() + "." + pattern.verb(), name -> new TreeMap<>())
                    .computeIfAbsent(beginning.length(), length -> new HashMap<>())
                    .computeIfAbsent(beginning, text -> new ArrayList<>())
                    .add(pattern);
        }
    }

    Optional<ScopePattern> mostSpecific(Scope scope) {
        if (patterns.isEmpty()) {
            return Optional.empty();
        }
        // A named family beats every resource, a named verb too, so the first of the three that has a match has the best.
        ScopePattern found = find(scope.family() + "." + scope.verb(), scope);
        if (found == null) {
            found = find(scope.family() + ".*", scope);
        }
        return Optional.ofNullable(found == null ? find("*.*", scope) : found);
    }

    private @Nullable ScopePattern find(String name, Scope scope) {
        ScopePattern best = null;
        Map<Integer, Map<String, List<ScopePattern>>> named = patterns.get(name);
        if (named == null) {
            return null;
        }
        for (var ofLength : named.entrySet()) {
            if (ofLength.getKey() > scope.resource().length()) {
                break;
            }
            String beginning = scope.resource().substring(0, ofLength.getKey());
            for (ScopePattern pattern : ofLength.getValue().getOrDefault(beginning, List.of())) {
                if (best != null && pattern.specificity() <= best.specificity()) {
                    break;
                }
                if (pattern.matches(scope)) {
                    best = pattern;
                }
            }
        }
        return best;
    }
}
