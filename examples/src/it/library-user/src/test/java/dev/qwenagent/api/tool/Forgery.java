package dev.qwenagent.api.tool;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.List;

/** Somebody who puts a class into the gate's package to make a grant without the gate. It compiles; it does not load. */
public final class Forgery {

    private Forgery() {}

    /** A grant that nobody gave. */
    public static GrantedCall grant() {
        ToolExecutionRequest request = ToolExecutionRequest.builder().name("find_order").arguments("{}").build();
        return new GrantedCall(new BoundCall(null, request, null, List.of(Scope.of("order.read"))));
    }
}
