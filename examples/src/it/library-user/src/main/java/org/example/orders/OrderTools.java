package org.example.orders;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.tools.RequiresScope;
import java.util.Map;

/** What the agent may find out about orders. */
public final class OrderTools {

    private final Map<Integer, String> states = Map.of(4711, "on its way", 4712, "delivered");

    /** Where an order is. */
    @Tool(name = "find_order", value = "Find an order")
    @RequiresScope(value = "order.read", resource = "{number}")
    public String find(@P("Order number") int number) {
        return states.getOrDefault(number, "unknown");
    }
}
