package dev.qwenagent.tools;

import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.api.tool.Tool;
import dev.qwenagent.tools.binding.Suggestions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts a {@link ToolRegistry} together. Not thread-safe. */
public final class ToolRegistryBuilder {

    private final List<Object> sources = new ArrayList<>();
    private final Map<String, List<String>> scopes = new LinkedHashMap<>();
    private final Map<String, DataFlow> flows = new LinkedHashMap<>();
    private final Map<String, UnaryOperator<Conduct>> conduct = new LinkedHashMap<>();
    private final Set<String> excluded = new LinkedHashSet<>();
    private @Nullable List<String> included;

    ToolRegistryBuilder() {}

    /** Adds objects with {@code @Tool} methods, {@link Tool}s, and registries with all their tools. */
    public ToolRegistryBuilder add(Object... tools) {
        sources.addAll(Arrays.asList(tools));
        return this;
    }

    /**
     * Says what calls of a tool method touch, in the place of what the method declares: for classes written without
     * {@link RequiresScope}. Several for one tool are all needed.
     *
     * @param tool the tool's name
     * @param scope {@code family.verb} or {@code family.verb:resource}, with arguments in braces as in
     *     {@link RequiresScope#resource()}
     */
    public ToolRegistryBuilder scope(String tool, String scope) {
        scopes.computeIfAbsent(tool, name -> new ArrayList<>()).add(scope);
        return this;
    }

    /**
     * Says what is known of a tool method's results and what its arguments may hold, in the place of what the method declares:
     * for classes written without {@link Returns} and {@link ClearedFor}.
     *
     * @param tool the tool's name
     * @param result what is known of all that it says
     * @param clearance the most confidential data that its arguments may hold
     */
    public ToolRegistryBuilder data(String tool, Label result, Confidentiality clearance) {
        flows.put(tool, new DataFlow(result, clearance));
        return this;
    }

    /** Says that calls of these tool methods run alone: for classes written without {@link RunsAlone}. */
    public ToolRegistryBuilder alone(String... tools) {
        return conduct(Conduct::alone, tools);
    }

    /** Says that calls of these tool methods may be repeated: for classes written without {@link Idempotent}. */
    public ToolRegistryBuilder idempotent(String... tools) {
        return conduct(Conduct::idempotent, tools);
    }

    /**
     * Says how long one call of a tool method may take, in the place of its {@link TimeLimit}.
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    public ToolRegistryBuilder timeLimit(String tool, Duration limit) {
        Conduct.checked(limit);
        return conduct(declared -> declared.within(limit), tool);
    }

    private ToolRegistryBuilder conduct(UnaryOperator<Conduct> change, String... tools) {
        for (String tool : tools) {
            conduct.merge(tool, change, (one, other) -> declared -> other.apply(one.apply(declared)));
        }
        return this;
    }

    /** Offers only these tools, in this order. */
    public ToolRegistryBuilder include(String... names) {
        included = List.of(names);
        return this;
    }

    /** Leaves these tools out. */
    public ToolRegistryBuilder exclude(String... names) {
        excluded.addAll(Arrays.asList(names));
        return this;
    }

    /**
     * Reads the tools.
     *
     * @throws ToolRegistrationException if one of them cannot be offered, or a named one is not there
     */
    public ToolRegistry build() {
        List<Tool> all = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        Set<String> methods = new HashSet<>();
        for (Object source : sources) {
            switch (source) {
                case ToolRegistry registry -> all.addAll(registry.tools());
                case Tool tool -> all.add(tool);
                default -> {
                    ToolMethods read = new ToolMethods(source, scopes, flows, conduct);
                    methods.addAll(read.names());
                    all.addAll(read.read(this::isOffered));
                }
            }
        }
        all.forEach(tool -> names.add(tool.specification().name()));
        names.addAll(methods);
        require(names, excluded, "exclude");
        require(methods, scopes.keySet(), "scope");
        require(methods, flows.keySet(), "data");
        require(methods, conduct.keySet(), "alone, idempotent or timeLimit");
        all.removeIf(tool -> !isOffered(tool.specification().name()));
        List<String> order = included;
        if (order != null) {
            require(names, order, "include");
            all.sort(Comparator.comparingInt(tool -> order.indexOf(tool.specification().name())));
        }
        return ToolRegistry.ofTools(all);
    }

    private boolean isOffered(String name) {
        return !excluded.contains(name) && (included == null || included.contains(name));
    }

    private static void require(Set<String> names, Iterable<String> wanted, String by) {
        for (String name : wanted) {
            if (!names.contains(name)) {
                String near = Suggestions.near(name, names, 1)
                        .stream()
                        .map(found -> " (did you mean " + found + "?)")
                        .findFirst()
                        .orElse("");
                throw new ToolRegistrationException(by + "(\"" + name + "\"): there is no such tool" + near
                        + "; there are: " + String.join(", ", names));
            }
        }
    }
}
