package dev.qwenagent.api.tool;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.List;

/**
 * A call whose arguments have been checked, with the scopes that it needs. It has no permission yet.
 *
 * @param tool the tool to be called
 * @param request the call as the model asked for it, its arguments as compact JSON in the parameters' order
 * @param arguments the tool's own typed form of the arguments, which only the tool reads
 * @param scopes what the call would touch, with its canonical resources; never empty
 */
public record BoundCall(Tool tool, ToolExecutionRequest request, Object arguments,
        List<Scope> scopes) implements Binding {

    /**
     * Copies the scopes.
     *
     * @throws IllegalArgumentException if there is no scope
     */
    public BoundCall {
        scopes = List.copyOf(scopes);
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("a call of " + request.name()
                    + " needs at least one scope, found none; a tool without a scope cannot be judged");
        }
    }
}
