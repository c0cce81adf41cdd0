package dev.qwenagent.runtime;

/** Where agents come from. */
public final class Agents {

    private Agents() {}

    /** Begins an agent; without more it thinks with the demo model and may do nothing. */
    public static AgentBuilder builder() {
        return new AgentBuilder();
    }
}
