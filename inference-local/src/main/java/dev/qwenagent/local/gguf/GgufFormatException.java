package dev.qwenagent.local.gguf;

import dev.qwenagent.local.LocalModelException;

/** A model file is not what its format, or its architecture, requires. The file is at fault, not the caller. */
public final class GgufFormatException extends LocalModelException {

    private static final long serialVersionUID = 1L;

    /**
     * A fault in a model file.
     *
     * @param message what was read, what was expected, what was found, and what to do
     */
    public GgufFormatException(String message) {
        super(message);
    }
}
