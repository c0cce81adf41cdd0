package dev.qwenagent.examples.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.qwenagent.api.tool.Binding;
import dev.qwenagent.api.tool.BoundCall;
import dev.qwenagent.api.tool.GrantedCall;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.api.tool.Tool;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.api.tool.ToolOutcome;
import java.util.List;
import java.util.Set;

/**
 * A tool that a case declares and nobody wrote: it takes any JSON object and answers with one word.
 *
 * @param specification what the model is told of it
 */
record DeclaredTool(ToolSpecification specification) implements Tool {

    private static final Scope SCOPE = Scope.of("eval.call");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public Set<ScopePattern> scopes() {
        return Set.of(ScopePattern.of(SCOPE.toString()));
    }

    @Override
    public Binding bind(ToolExecutionRequest request) {
        try {
            var arguments = MAPPER.readTree(request.arguments());
            if (arguments.isObject()) {
                return new BoundCall(this, request, arguments, List.of(SCOPE.withResource(request.name())));
            }
        } catch (JsonProcessingException e) {
            return new ToolOutcome.Failure("the arguments are no JSON: " + e.getOriginalMessage());
        }
        return new ToolOutcome.Failure("the arguments are no JSON object");
    }

    @Override
    public ToolOutcome call(GrantedCall granted, ToolContext context) {
        granted.redeem(this);
        return ToolOutcome.Success.of("done");
    }
}
