package dev.qwenagent.runtime.models;

import dev.qwenagent.api.AgentException;

/** Opens models by their names. */
public final class Models {

    private Models() {}

    /**
     * Opens a model.
     *
     * @param name as {@link ModelName#parse} reads it
     * @throws AgentException if the name is none, or the model cannot be opened
     */
    public static AgentModel open(String name) {
        throw new AgentException("model " + ModelName.parse(name) + " cannot be opened: no engine is built in");
    }
}
