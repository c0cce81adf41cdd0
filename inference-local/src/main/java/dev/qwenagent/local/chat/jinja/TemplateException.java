package dev.qwenagent.local.chat.jinja;

import dev.qwenagent.local.LocalModelException;

/**
 * Thrown when a template cannot be compiled (a feature that is not supported, a syntax error) or
 * cannot be rendered (it raised an exception itself, or met a value it cannot handle). The message
 * names the line of the template.
 */
public final class TemplateException extends LocalModelException {

    private static final long serialVersionUID = 1L;

    private final int line;

    TemplateException(int line, String message) {
        super("chat template, line " + line + ": " + message);
        this.line = line;
    }

    /** The line of the template, counted from 1. */
    public int line() {
        return line;
    }
}
