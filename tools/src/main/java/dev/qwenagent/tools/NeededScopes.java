package dev.qwenagent.tools;

import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What calls of a tool need.
 *
 * @param byCall of each call, with its arguments
 * @param patterns of all calls, and of what they may ask for while they work
 */
record NeededScopes(List<ScopeTemplate> byCall, Set<ScopePattern> patterns) {

    NeededScopes(List<ScopeTemplate> byCall, Set<ScopePattern> patterns) {
        this.byCall = List.copyOf(byCall);
        this.patterns = Stream.concat(byCall.stream().map(ScopeTemplate::pattern), patterns.stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The scopes of one call.
     *
     * @throws IllegalArgumentException if an argument is no resource of its scope's family, with a message for the model
     */
    List<Scope> of(Map<String, @Nullable Object> arguments) {
        Set<Scope> needed = new LinkedHashSet<>();
        byCall.forEach(template -> needed.addAll(template.expand(arguments)));
        return List.copyOf(needed);
    }
}
