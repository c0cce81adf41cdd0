package dev.qwenagent.tools;

import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What calls of a tool need.
 *
 * @param byCall of each call, with its arguments
 * @param patterns of all calls, and of what they may ask for while they work
 * @param always what every call needs, if no argument has a say in it; else empty
 */
record NeededScopes(List<ScopeTemplate> byCall, Set<ScopePattern> patterns, List<Scope> always) {

    NeededScopes(List<ScopeTemplate> byCall, Set<ScopePattern> patterns) {
        this(List.copyOf(byCall),
                Stream.concat(byCall.stream().map(ScopeTemplate::pattern), patterns.stream())
                        .collect(Collectors.toUnmodifiableSet()),
                byCall.stream().allMatch(ScopeTemplate::isFixed) ? expanded(byCall, Map.of()) : List.of());
    }

    /**
     * The scopes of one call.
     *
     * @param arguments by name
     * @throws IllegalArgumentException if an argument is no resource of its scope's family, with a message for the model
     */
    List<Scope> of(Supplier<Map<String, @Nullable Object>> arguments) {
        return always.isEmpty() ? expanded(byCall, arguments.get()) : always;
    }

    private static List<Scope> expanded(List<ScopeTemplate> templates, Map<String, @Nullable Object> arguments) {
        if (templates.size() == 1) {
            return templates.getFirst().expand(arguments);
        }
        Set<Scope> needed = new LinkedHashSet<>();
        templates.forEach(template -> needed.addAll(template.expand(arguments)));
        return List.copyOf(needed);
    }
}
