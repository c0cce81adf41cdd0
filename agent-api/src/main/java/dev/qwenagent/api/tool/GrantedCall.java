package dev.qwenagent.api.tool;

import java.util.concurrent.atomic.AtomicBoolean;

/** The permission to make one call, once. Only {@link PermissionGate#admit} makes it. Thread-safe. */
public final class GrantedCall implements Admission {

    private final BoundCall call;
    private final AtomicBoolean redeemed = new AtomicBoolean();

    GrantedCall(BoundCall call) {
        this.call = call;
    }

    /** What was granted. */
    public BoundCall call() {
        return call;
    }

    /**
     * Uses the grant up.
     *
     * @param tool the tool that is about to act
     * @return what was granted
     * @throws IllegalStateException if the grant is for another tool, or was used before
     */
    public BoundCall redeem(Tool tool) {
        if (tool != call.tool()) {
            throw new IllegalStateException("the grant is for " + call.request().name() + ", not for "
                    + tool.specification().name());
        }
        if (!redeemed.compareAndSet(false, true)) {
            throw new IllegalStateException("the grant for this call of " + call.request().name()
                    + " was used already; each call needs a grant of its own");
        }
        return call;
    }
}
