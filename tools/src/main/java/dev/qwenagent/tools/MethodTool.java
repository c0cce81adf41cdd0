package dev.qwenagent.tools;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.api.tool.Binding;
import dev.qwenagent.api.tool.BoundCall;
import dev.qwenagent.api.tool.Concurrency;
import dev.qwenagent.api.tool.GrantedCall;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.api.tool.Tool;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.tools.binding.BindingException;
import dev.qwenagent.tools.binding.TypedArguments;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A tool that is a Java method. */
final class MethodTool implements Tool {

    private final ToolSpecification specification;
    private final List<String> names;
    private final TypedArguments arguments;
    private final NeededScopes scopes;
    private final DataFlow flow;
    private final Conduct conduct;
    private final ToolCaller caller;

    /** The typed arguments of a bound call. */
    private record Bound(List<@Nullable Object> values) {}

    MethodTool(ToolSpecification specification, TypedArguments arguments, NeededScopes scopes, DataFlow flow,
            Conduct conduct, ToolCaller caller) {
        this.specification = specification;
        this.names = List.copyOf(specification.parameters().properties().keySet());
        this.arguments = arguments;
        this.scopes = scopes;
        this.flow = flow;
        this.conduct = conduct;
        this.caller = caller;
    }

    @Override
    public ToolSpecification specification() {
        return specification;
    }

    @Override
    public Set<ScopePattern> scopes() {
        return scopes.patterns();
    }

    @Override
    public Label resultLabel() {
        return flow.result();
    }

    @Override
    public Confidentiality clearance() {
        return flow.clearance();
    }

    @Override
    public Concurrency concurrency() {
        return conduct.concurrency();
    }

    @Override
    public boolean isIdempotent() {
        return conduct.isIdempotent();
    }

    @Override
    public Optional<Duration> timeLimit() {
        return Optional.ofNullable(conduct.timeLimit());
    }

    @Override
    public Binding bind(ToolExecutionRequest request) {
        try {
            TypedArguments.Values read = arguments.read(request.arguments());
            List<Scope> needed;
            try {
                needed = scopes.of(() -> byName(read.values()));
            } catch (IllegalArgumentException e) {
                return new ToolOutcome.Failure(e.getMessage());
            }
            ToolExecutionRequest compact = ToolExecutionRequest.builder()
                    .id(request.id())
                    .name(request.name())
                    .arguments(read.json())
                    .build();
            return new BoundCall(this, compact, new Bound(read.values()), needed);
        } catch (BindingException e) {
            return new ToolOutcome.Failure(e.getMessage());
        }
    }

    private Map<String, @Nullable Object> byName(List<@Nullable Object> values) {
        Map<String, @Nullable Object> byName = HashMap.newHashMap(names.size());
        for (int i = 0; i < names.size(); i++) {
            byName.put(names.get(i), values.get(i));
        }
        return byName;
    }

    @Override
    public ToolOutcome call(GrantedCall granted, ToolContext context) throws InterruptedException {
        BoundCall call = granted.redeem(this);
        return caller.call(((Bound) call.arguments()).values(), context);
    }
}
