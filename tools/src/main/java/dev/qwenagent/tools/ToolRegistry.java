package dev.qwenagent.tools;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.qwenagent.api.tool.Binding;
import dev.qwenagent.api.tool.Tool;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.tools.binding.Suggestions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The tools that an agent offers, by name and in order. Immutable. */
public final class ToolRegistry {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Map<String, Tool> tools;
    private final List<ToolSpecification> specifications;

    private ToolRegistry(Map<String, Tool> tools) {
        this.tools = tools;
        this.specifications = tools.values().stream().map(Tool::specification).toList();
    }

    /**
     * A registry of the given tools, in their order; the methods of one class are in the order of their tool names.
     *
     * @param tools objects with {@code @Tool} methods, {@link Tool}s, and other registries
     * @throws ToolRegistrationException if one of them cannot be offered
     */
    public static ToolRegistry of(Object... tools) {
        return builder().add(tools).build();
    }

    /** A registry to be put together: tools of others with scopes from outside, and a choice of tools. */
    public static ToolRegistryBuilder builder() {
        return new ToolRegistryBuilder();
    }

    /** Registers ready tools, and refuses what no call could be made of. */
    static ToolRegistry ofTools(Collection<? extends Tool> tools) {
        Map<String, Tool> byName = new LinkedHashMap<>();
        for (Tool tool : tools) {
            String name = tool.specification().name();
            if (!NAME.matcher(name).matches()) {
                throw new ToolRegistrationException(
                        "a tool is called '" + name + "'; a name has 1 to 64 letters, digits,"
                                + " - and _");
            }
            if (tool.scopes().isEmpty()) {
                throw new ToolRegistrationException("tool " + name + " (" + tool.getClass().getName()
                        + ") has no scope, so no rule could be about it; return at least one from scopes()");
            }
            if (byName.putIfAbsent(name, tool) != null) {
                throw new ToolRegistrationException("two tools are called " + name
                        + "; give one of them another name with @Tool(name = \"…\"), or exclude one");
            }
        }
        return new ToolRegistry(byName);
    }

    /** The tools, in order. */
    public List<Tool> tools() {
        return List.copyOf(tools.values());
    }

    /** The tools' names, in order. */
    public List<String> names() {
        return List.copyOf(tools.keySet());
    }

    /** What the model is told of the tools, in order. */
    public List<ToolSpecification> specifications() {
        return specifications;
    }

    /** The tool of that name. */
    public Optional<Tool> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /**
     * Binds a request of the model to its tool. Has no effect on the world.
     *
     * @return the bound call, or why there is none: an unknown name (with the tools that there are), or a wrong argument
     *     (with its path)
     */
    public Binding bind(ToolExecutionRequest request) {
        String name = request.name() == null ? "" : request.name();
        Tool tool = tools.get(name);
        return tool == null ? unknown(name) : tool.bind(request);
    }

    private ToolOutcome.Failure unknown(String name) {
        if (tools.isEmpty()) {
            return new ToolOutcome.Failure("there are no tools; answer without");
        }
        String shown = name.length() <= 64 ? name : name.substring(0, 63) + "…";
        String near = Suggestions.near(name, tools.keySet(), 1)
                .stream()
                .map(found -> "did you mean " + found + "? ")
                .findFirst()
                .orElse("");
        return new ToolOutcome.Failure("there is no tool \"" + shown + "\"; " + near + "The tools: "
                + String.join(", ", tools.keySet()));
    }
}
