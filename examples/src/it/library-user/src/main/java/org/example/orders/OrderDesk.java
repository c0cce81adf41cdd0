package org.example.orders;

import dev.qwenagent.api.Agent;
import dev.qwenagent.runtime.Agents;

/** Asks about an order, with the model in this process and no key. */
public final class OrderDesk {

    private OrderDesk() {}

    /** Prints the answer to the question that the arguments are. */
    public static void main(String[] arguments) {
        try (Agent agent = Agents.builder().tools(new OrderTools()).allow("order.read").build()) {
            System.out.println(agent.run(String.join(" ", arguments)).text());
        }
    }
}
