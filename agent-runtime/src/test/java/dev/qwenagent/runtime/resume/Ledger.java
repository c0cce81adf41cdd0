package dev.qwenagent.runtime.resume;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.tools.Idempotent;
import dev.qwenagent.tools.RequiresScope;
import java.util.ArrayList;
import java.util.List;

/** Tools whose effects are counted outside of the run. */
public final class Ledger {

    private final List<String> paid = new ArrayList<>();
    private final List<String> set = new ArrayList<>();

    /** Twice is twice. */
    @Tool("Pay an invoice")
    @RequiresScope(value = "bank.pay", resource = "{invoice}")
    public synchronized String pay(int invoice, ToolContext context) {
        paid.add(context.idempotencyKey());
        return "paid invoice " + invoice;
    }

    /** Twice is once. */
    @Tool("Set the state of an invoice")
    @RequiresScope(value = "bank.set", resource = "{invoice}")
    @Idempotent
    public synchronized String set(int invoice, ToolContext context) {
        if (!set.contains(context.idempotencyKey())) {
            set.add(context.idempotencyKey());
        }
        return "set invoice " + invoice;
    }

    /** The keys of payments, in order. */
    synchronized List<String> paid() {
        return List.copyOf(paid);
    }

    /** The keys of states, in order. */
    synchronized List<String> set() {
        return List.copyOf(set);
    }

    /** As if these had been paid by a process before. */
    synchronized void wasPaid(String key) {
        paid.add(key);
    }
}
