package dev.qwenagent.api.tool;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.qwenagent.api.label.Label.Confidentiality;
import java.util.Arrays;
import java.util.Set;

/** A tool that counts how often it acted. */
final class FixedTool implements Tool {

    private final String name;
    String description = "is for tests";
    private final Confidentiality clearance;
    int acted;

    FixedTool(String name) {
        this(name, Confidentiality.PUBLIC);
    }

    FixedTool(String name, Confidentiality clearance) {
        this.name = name;
        this.clearance = clearance;
    }

    @Override
    public Confidentiality clearance() {
        return clearance;
    }

    /** A bound call of this tool that needs the scopes. */
    BoundCall call(String... scopes) {
        var request = ToolExecutionRequest.builder().id("call_1").name(name).arguments("{\"a\":1}").build();
        return new BoundCall(this, request, "typed", Arrays.stream(scopes).map(Scope::of).toList());
    }

    @Override
    public ToolSpecification specification() {
        return ToolSpecification.builder().name(name).description(description).build();
    }

    @Override
    public Set<ScopePattern> scopes() {
        return Set.of(ScopePattern.of("**"));
    }

    @Override
    public Binding bind(ToolExecutionRequest request) {
        return call("test.any");
    }

    @Override
    public ToolOutcome call(GrantedCall granted, ToolContext context) {
        granted.redeem(this);
        acted++;
        return ToolOutcome.Success.of("done");
    }
}
