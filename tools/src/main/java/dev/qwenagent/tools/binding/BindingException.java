package dev.qwenagent.tools.binding;

import dev.qwenagent.api.AgentException;

/** JSON that is not a value of the wanted type. The message is one short line for the model, with the path of the fault. */
public final class BindingException extends AgentException {

    private static final long serialVersionUID = 1L;

    BindingException(String message) {
        super(message);
    }

    static BindingException at(String path, String problem) {
        return new BindingException(path.isEmpty() ? problem : path + ": " + problem);
    }
}
