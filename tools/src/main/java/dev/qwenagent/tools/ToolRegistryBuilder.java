package dev.qwenagent.tools;

import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.api.tool.Tool;
import dev.qwenagent.tools.binding.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts a {@link ToolRegistry} together. Not thread-safe. */
public final class ToolRegistryBuilder {

    private final List<Object> sources = new ArrayList<>();
    private final Map<String, List<String>> scopes = new LinkedHashMap<>();
    private final Map<String, DataFlow> flows = new LinkedHashMap<>();
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
                    ToolMethods read = new ToolMethods(source, scopes, flows);
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
